import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Parameters } from '../engine/parameters.ts';
import { createProgram } from '../engine/program.ts';
import { parseTensors, serializeTensors } from '../engine/safetensors.ts';
import { createNetwork } from '../nets/registry.ts';
import { relativeError } from '../parity/compare.ts';
import { imagesFromTorch } from '../parity/state.ts';
import { exitCode, Problem } from '../problem.ts';
import { checkpoints, readSample } from '../torch/fixture.ts';
import { evaluationStep } from '../train/step.ts';
import { toStored } from '../train/weights.ts';
import { type Expected, matchNetwork } from './match.ts';
import { readWeightsFile, type WeightsFile } from './weights-file.ts';

const sample = (name: string) => readWeightsFile(join(checkpoints, name));

/** A network's variables, and what a file is to hold for it. */
function expected(network: 'resnet8' | 'resnet14' | 'ResNet34' = 'resnet8', classes = 100) {
  const parameters = new Parameters(0);
  const made = createNetwork(network, parameters, classes);
  return { made, network, dataset: 'cifar100', classes, variables: parameters.variables };
}

test.each([
  ['resnet8.bare.zip.pth', 'resnet8', 100],
  ['resnet8.last.legacy.pth', 'resnet8', 100],
  ['ResNet34.views.zip.pth', 'ResNet34', 1000],
] as const)('%s gives the logits that PyTorch gives', async (name, network, classes) => {
  const { tensors } = parseTensors(await readSample(`${network}.expected.safetensors`), 'expected');
  const input = tensors.get('input')!;
  const [batch, channels, height, width] = input.shape as [number, number, number, number];
  const { made, ...rest } = expected(network, classes);
  const step = evaluationStep(made, batch, [height, width, channels]);
  const values = matchNetwork(await sample(name), rest);
  const program = await createProgram(rest.variables, { evaluate: step });
  program.write(values);
  const images = imagesFromTorch(input.values as Float32Array, input.shape);
  const { logits } = program.run('evaluate', { images });
  program.dispose();
  expect(relativeError(logits!, tensors.get('logits')!.values)).toBeLessThan(1e-5);
});

describe('a file of another network is one sentence', async () => {
  const file = await sample('resnet8.bare.zip.pth');
  const path = file.path;
  const changed = (change: (tensors: WeightsFile['tensors']) => void): WeightsFile => {
    const tensors = new Map(file.tensors);
    change(tensors);
    return { ...file, tensors };
  };
  const weight = 'layer1.0.conv1.weight';
  const cure = 'Is it really a resnet8? --net says which network it is';

  test.each([
    [
      'a missing tensor',
      changed((tensors) => tensors.delete(weight)),
      `${path} lacks the tensor "${weight}" of resnet8. ${cure}`,
    ],
    [
      'missing tensors',
      changed((tensors) => [weight, 'fc.bias'].map((name) => tensors.delete(name))),
      `${path} lacks the tensor "${weight}" of resnet8 (and 1 more). ${cure}`,
    ],
    [
      'a strange tensor',
      changed((tensors) => tensors.set('fc2.bias', { shape: [1], read: () => new Float32Array(1) })),
      `${path} has the tensor "fc2.bias", which resnet8 has not. ${cure}`,
    ],
    [
      'another shape',
      changed((tensors) => tensors.set(weight, { shape: [32, 16, 3, 3], read: () => new Float32Array(1) })),
      `In ${path} the tensor "${weight}" has the shape [32,16,3,3] instead of [16,16,3,3]. ${cure}`,
    ],
    [
      'a weight that is not a number',
      changed((tensors) =>
        tensors.set('fc.bias', { shape: [100], read: () => new Float32Array(100).fill(Number.NaN) }),
      ),
      `In ${path} the tensor "fc.bias" holds a number that is not finite. Take a file of trained weights`,
    ],
    [
      'integers instead of weights',
      changed((tensors) => tensors.set('fc.bias', { shape: [100], read: () => new Int32Array(100) })),
      `In ${path} the tensor "fc.bias" holds whole numbers instead of weights. Take a file of trained weights`,
    ],
  ])('%s', (_, wrong, sentence) => {
    expect(problemOf(wrong, expected())).toBe(sentence);
  });

  test('another depth', () => {
    expect(problemOf(file, expected('resnet14'))).toBe(
      `${path} lacks the tensor "layer1.1.conv1.weight" of resnet14 (and 29 more). ${cure.replace('resnet8', 'resnet14')}`,
    );
  });

  test('another number of classes', () => {
    expect(problemOf(file, { ...expected('resnet8', 10), dataset: 'digits' })).toBe(
      `${path} tells 100 classes apart, and the data set digits has 10. Name the data set that it was trained on, with --data`,
    );
  });

  test('without the counters, as PyTorch had it before 0.4.1, it is fine', () => {
    const { variables, ...rest } = expected();
    const names = [...file.tensors.keys()].filter((name) => name.endsWith('num_batches_tracked'));
    const values = matchNetwork(
      changed((tensors) => names.map((name) => tensors.delete(name))),
      { ...rest, variables },
    );
    expect(values.get(names[0]!)).toEqual(new Int32Array(1));
  });
});

function problemOf(file: WeightsFile, what: Expected): string {
  try {
    matchNetwork(file, what);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.code).toBe(exitCode.data);
    return error.sentence;
  }
  throw new Error('the file was taken');
}

test('what is kept can be imported itself: a safetensors file gives the same values', async () => {
  const { made, ...rest } = expected();
  const values = matchNetwork(await sample('resnet8.bare.zip.pth'), rest);
  const folder = await mkdtemp(join(tmpdir(), 'redistill-weights-'));
  const path = join(folder, 'weights.safetensors');
  const tensors = toStored(rest.variables, values);
  await writeFile(path, serializeTensors({ tensors, metadata: {} }));
  expect(matchNetwork(await readWeightsFile(path), rest)).toEqual(values);
  await rm(folder, { recursive: true });
});
