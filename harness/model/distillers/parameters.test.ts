import { expect, test } from 'vitest';
import { methodSchema } from '../../job/distiller.ts';
import { type NetworkName, shapeOf } from '../../job/network.ts';
import { networkOfShape } from '../engine/fixtures/network-of-shape.ts';
import { type ParameterOptions, Parameters } from '../engine/parameters.ts';
import { sizeOf } from '../engine/shape.ts';
import type { Variable } from '../engine/variable.ts';
import { createMethod } from './registry.ts';

/** Zeros, in PyTorch's order: their number is all that is asked for, and there are millions of them. */
class Zeros extends Parameters {
  override at(name: string | number): Zeros {
    return new Zeros(this.seed, `${this.prefix}${name}.`, this.variables);
  }

  override add(name: string, { torchShape, trainable = true }: ParameterOptions): Variable {
    return super.add(name, { torchShape, trainable, initial: (shape) => new Float32Array(sizeOf(shape)) });
  }
}

/** How many trainable numbers a method adds to a pair, in variables whose names begin so. */
function count(method: object, teacher: NetworkName, student: NetworkName, prefix = ''): number {
  const networkOf = (name: NetworkName) => networkOfShape(shapeOf(name), 100);
  const parameters = new Zeros(0);
  createMethod(methodSchema.parse(method), {
    parameters,
    student: networkOf(student),
    teacher: networkOf(teacher),
    images: 1,
  });
  const trained = parameters.variables.filter(({ name, trainable }) => trainable && name.startsWith(prefix));
  const total = trained.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  for (const variable of parameters.variables) variable.dispose();
  return total;
}

/**
 * What the reference's helper modules hold, counted on its code: FitNet's regressor, AB's connectors, FT's paraphraser and
 * translator, VID's predictions, the embeddings of CRD and CC. The paraphraser of ResNet50, of 132 million weights, is left
 * out.
 */
const table: [NetworkName, NetworkName, number, number, number | undefined, number, number, number][] = [
  ['wrn_40_2', 'wrn_16_2', 4_288, 0, 516_672, 258_816, 64_736, 33_024],
  ['wrn_40_2', 'wrn_40_1', 2_240, 11_424, 516_672, 111_168, 53_984, 24_832],
  ['resnet56', 'resnet20', 1_120, 0, 129_312, 64_896, 16_240, 16_640],
  ['resnet110', 'resnet20', 1_120, 0, 129_312, 64_896, 16_240, 16_640],
  ['resnet110', 'resnet32', 1_120, 0, 129_312, 64_896, 16_240, 16_640],
  ['resnet32x4', 'resnet8x4', 16_768, 0, 2_065_536, 1_033_728, 258_496, 65_792],
  ['vgg13', 'vgg8', 66_304, 0, 8_259_840, 4_131_840, 1_820_032, 131_328],
  ['vgg13', 'MobileNetV2', 4_864, 1_345_152, 8_259_840, 1_190_880, 1_325_952, 229_632],
  ['ResNet50', 'MobileNetV2', 132_608, 6_221_056, undefined, 11_148_768, 11_533_056, 426_240],
  ['ResNet50', 'vgg8', 2_098_688, 12_070_144, undefined, 16_522_752, 12_881_664, 327_936],
  ['resnet32x4', 'ShuffleV1', 983_424, 5_162_304, 2_065_536, 9_551_424, 495_040, 155_904],
  ['resnet32x4', 'ShuffleV2', 475_520, 2_495_808, 2_065_536, 2_621_808, 328_384, 164_096],
  ['wrn_40_2', 'ShuffleV1', 491_712, 2_581_152, 516_672, 8_887_488, 204_512, 139_520],
];

test.each(table)('helper modules of %s to %s', (teacher, student, ...expected) => {
  const [regressor, connectors, paraphraser, translator, predictions, embeddings] = expected;
  expect(count({ name: 'fitnet' }, teacher, student)).toBe(regressor);
  expect(count({ name: 'ab' }, teacher, student)).toBe(connectors);
  if (paraphraser !== undefined) {
    expect(count({ name: 'ft' }, teacher, student, 'paraphraser.')).toBe(paraphraser);
    expect(count({ name: 'ft' }, teacher, student, 'translator.')).toBe(translator);
  }
  expect(count({ name: 'vid' }, teacher, student)).toBe(predictions);
  expect(count({ name: 'crd' }, teacher, student)).toBe(embeddings);
  expect(count({ name: 'cc' }, teacher, student)).toBe(embeddings);
});

test.each(['at', 'sp', 'pkt', 'nst', 'rkd', 'fsp'])('%s has none', (name) => {
  expect(count({ name }, 'resnet56', 'resnet20')).toBe(0);
});
