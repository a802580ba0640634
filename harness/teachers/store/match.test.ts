import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../base/files/hash.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { setValues } from '../../model/engine/executor.ts';
import { torchShape } from '../../model/engine/layout.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { createProgram } from '../../model/engine/program.ts';
import { parseTensors, type StoredTensor, serializeTensors, viewOf } from '../../model/engine/safetensors.ts';
import { createNetwork, type NetworkName, outlineOf } from '../../model/nets/registry.ts';
import { relativeError } from '../../tools/parity/compare.ts';
import { imagesFromTorch } from '../../tools/parity/state.ts';
import { fromStored } from '../../train/loop/weights.ts';
import { evaluationStep } from '../../train/step/step.ts';
import type { SavedTensor } from '../torch/checkpoint.ts';
import { checkpoints, readSample } from '../torch/fixture.ts';
import type { ExpectedNetwork } from './expected.ts';
import { matchNetwork } from './match.ts';
import { readWeightsFile, type WeightsFile } from './weights-file.ts';

const sample = (name: string) => readWeightsFile(join(checkpoints, name));

/** What a file is to hold for a network. */
function expected(network: NetworkName = 'resnet8', classes = 100): ExpectedNetwork {
  return { network, dataset: 'cifar100', classes, variables: outlineOf(network, classes) };
}

test.each([
  ['resnet8.bare.zip.pth', 'resnet8', 100],
  ['resnet8.last.legacy.pth', 'resnet8', 100],
  ['ResNet34.views.zip.pth', 'ResNet34', 1000],
] as const)('%s gives the logits that PyTorch gives', async (name, network, classes) => {
  const { tensors } = parseTensors(await readSample(`${network}.expected.safetensors`), 'expected');
  const input = tensors.get('input')!;
  const [batch, channels, height, width] = input.shape as [number, number, number, number];
  const { weights } = matchNetwork(await sample(name), expected(network, classes));
  const parameters = new Parameters(0);
  const step = evaluationStep(createNetwork(network, parameters, classes), batch, [height, width, channels]);
  // Before first values are drawn, which would take longer than all the rest.
  setValues(parameters.variables, fromStored(parameters.variables, weights, name));
  const program = await createProgram(parameters.variables, { evaluate: step });
  const images = imagesFromTorch(input.values as Float32Array, input.shape);
  const { logits } = program.run('evaluate', { images });
  program.dispose();
  expect(relativeError(logits!, tensors.get('logits')!.values)).toBeLessThan(1e-5);
});

const plainTensors = (await sample('resnet8.plain.zip.pth')).groups[0]!.tensors;
type Tensors = ReadonlyMap<string, SavedTensor>;

/** The network of `resnet8.plain.zip.pth` behind a prefix. */
const behind = (prefix: string, tensors: Tensors = plainTensors) =>
  new Map(Array.from(tensors, ([name, tensor]) => [prefix + name, tensor]));
const merged = (...all: Tensors[]) => new Map(all.flatMap((tensors) => [...tensors]));
const one = (name: string, shape: number[], value = 1): Tensors =>
  new Map([[name, { shape, read: () => new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value) }]]);
const renamed = (rename: (name: string) => string, tensors: Tensors = plainTensors) =>
  new Map(Array.from(tensors, ([name, tensor]) => [rename(name), tensor]));
const without = (...names: string[]) => new Map([...plainTensors].filter(([name]) => !names.includes(name)));
/** A file that has tensors at these places. */
const fileOf = (places: Record<string, Tensors>): WeightsFile => ({
  path: 'FILE',
  sha256: '',
  groups: Object.entries(places).map(([place, tensors]) => ({ place, tensors: new Map(tensors) })),
});

/** A resnet14, by names and shapes. */
const larger = new Map(
  outlineOf('resnet14', 100).map(({ name, shape, layout }): [string, SavedTensor] => [
    name,
    { shape: torchShape(shape, layout), read: () => new Float32Array(1) },
  ]),
);

/** Names, shapes and bits, which vitest is slow to compare one by one. */
const hashOf = (weights: ReadonlyMap<string, StoredTensor>) =>
  sha256(...Array.from(weights, ([name, { shape, values }]) => [`${name} [${shape}] `, viewOf(values)]).flat());

describe('a network is found wherever a training program keeps it', () => {
  const plain = hashOf(matchNetwork(fileOf({ '': plainTensors }), expected()).weights);
  const compare = (file: WeightsFile, prefix: string, asked?: string) => {
    const found = matchNetwork(file, { ...expected(), prefix: asked });
    expect(hashOf(found.weights)).toBe(plain);
    expect(found.prefix).toBe(prefix);
  };

  test.each([
    ['compiled by torch.compile', 'compiled', '_orig_mod.', []],
    ['a Lightning checkpoint', 'lightning', 'state_dict.model.', []],
    ['an average, with its counter', 'averaged', 'module.', []],
    ['beside its average', 'average-beside', 'model.', ['model_ema.module.']],
    ['below a key of its own, beside a tensor and an optimiser', 'other-key', 'weights.', []],
    ['two levels deep, beside a seed of 64 bits', 'nested', 'checkpoint.model_state.', []],
    ["with thop's counters", 'thop', '', []],
    ['with a negated view', 'negated', '', []],
  ])('%s', async (_, name, prefix, otherPrefixes) => {
    const file = await sample(`resnet8.${name}.zip.pth`);
    compare(file, prefix);
    expect(matchNetwork(file, expected()).otherPrefixes).toEqual(otherPrefixes);
  });

  test.each(['_orig_mod.', 'module._orig_mod.', '_orig_mod.module.', 'network.module._orig_mod.', 'backbone.'])(
    'behind %s, in PyTorch files and in safetensors',
    async (prefix) => {
      compare(fileOf({ '': behind(prefix) }), prefix);
      compare(fileOf({ state_dict: merged(one('n_averaged', []), behind(prefix)) }), `state_dict.${prefix}`);
      const folder = await mkdtemp(join(tmpdir(), 'redistill-weights-'));
      const path = join(folder, 'weights.safetensors');
      const tensors = new Map(
        Array.from(behind(prefix), ([name, { shape, read }]) => [name, { shape, values: read() }] as const),
      );
      await writeFile(path, serializeTensors({ tensors, metadata: { format: 'pt' } }));
      compare(await readWeightsFile(path), prefix);
      await rm(folder, { recursive: true });
    },
  );

  test.each([
    ['a stage that is compiled', (name: string) => name.replace('layer1.', 'layer1._orig_mod.')],
    ['a block under DataParallel', (name: string) => name.replace('layer2.0.', 'layer2.0.module.')],
    [
      'FSDP and checkpointed activations',
      (name: string) => `_fsdp_wrapped_module.${name.replace('layer1.0.', 'layer1.0._checkpoint_wrapped_module.')}`,
    ],
  ])('with a wrapper in the middle of names: %s', (_, rename) => {
    compare(fileOf({ '': renamed(rename) }), '');
  });

  test('the choice of a person', () => {
    const two = fileOf({ state_dict: merged(behind('student.', larger), behind('teacher.')), other: one('x', [2]) });
    for (const asked of ['teacher', 'teacher.', 'state_dict.teacher', 'state_dict.teacher.']) {
      compare(two, 'state_dict.teacher.', asked);
    }
    compare(fileOf({ student: larger, teacher: plainTensors }), 'teacher.', 'teacher');
    compare(fileOf({ a: behind('module.'), b: behind('module.') }), 'b.module.', 'b');
    compare(fileOf({ '': merged(plainTensors, behind('ema.')) }), '', '');
    compare(fileOf({ '': merged(behind('model.'), one('criterion.weight', [3])) }), 'model.', 'model.');
  });

  test('of several that fit, what is no average and stands at a usual place', () => {
    compare(fileOf({ state_dict_ema: plainTensors, state_dict: plainTensors }), 'state_dict.');
    compare(fileOf({ best_state_dict: plainTensors, state_dict: plainTensors }), 'state_dict.');
    compare(fileOf({ swa: plainTensors, weights: plainTensors }), 'weights.');
    compare(fileOf({ ema: plainTensors }), 'ema.');
    compare(fileOf({ student: larger, teacher: plainTensors }), 'teacher.');
  });

  test('without the counters, as PyTorch had it before 0.4.1', () => {
    const names = [...plainTensors.keys()].filter((name) => name.endsWith('num_batches_tracked'));
    const { weights } = matchNetwork(fileOf({ '': without(...names) }), expected());
    expect(names).toHaveLength(9);
    for (const name of names) expect(weights.get(name)).toEqual({ shape: [], values: Int32Array.of(0) });
  });

  test.each([
    ['fractions', [7], Float32Array.of(7), 7],
    ['of no axes', [], Float32Array.of(7), 7],
    ['whole numbers', [], Int32Array.of(7), 7],
    ['too large for half precision', [], Float32Array.of(Number.POSITIVE_INFINITY), 0],
    ['a count below 0', [], Int32Array.of(-1), 0],
    ['half a count', [], Float32Array.of(0.5), 0],
  ])('with counters of any type of number: %s', (_, shape, values, count) => {
    const counter: SavedTensor = { shape: shape.length > 0 ? [1] : [], read: () => values };
    const file = fileOf({ '': merged(plainTensors, new Map([['bn1.num_batches_tracked', counter]])) });
    expect(matchNetwork(file, expected()).weights.get('bn1.num_batches_tracked')!.values).toEqual(Int32Array.of(count));
  });
});

describe('a file that cannot be taken is described by what it has', () => {
  const weight = 'layer1.0.conv1.weight';
  const whichOne = '--net says which network it is';
  const all = `Give a file with all its weights; ${whichOne}`;

  test.each<[string, Record<string, Tensors>, string]>([
    [
      'two networks',
      { '': merged(behind('student.'), behind('teacher.')) },
      'FILE holds more than one resnet8: its names begin with student. and teacher. Say which is meant: --entry student. or --entry teacher.',
    ],
    [
      'two networks at places of their own',
      { student: plainTensors, teacher: behind('module.') },
      'FILE holds more than one resnet8: its names begin with student. and teacher.module. Say which is meant: --entry student. or --entry teacher.module.',
    ],
    [
      'two networks, of which one is another one',
      { '': merged(behind('module.student.'), behind('module.teacher.', larger)) },
      'FILE holds more than a resnet8: its names begin with module.student. and module.teacher. Give --entry module.student. to take the resnet8 alone',
    ],
    [
      'an average in the same dictionary',
      { state_dict: merged(behind('model.'), behind('model_ema.'), one('model_ema.decay', [])) },
      'FILE holds more than a resnet8: its names begin with state_dict.model. and state_dict.model_ema. Give --entry state_dict.model. to take the resnet8 alone',
    ],
    [
      "an average within the network's own names",
      { '': merged(plainTensors, behind('ema.')) },
      "FILE holds more than a resnet8: beside its own names there are some that begin with ema. Give --entry '' to take the resnet8 alone",
    ],
    [
      'an average within a network behind a prefix',
      { '': merged(behind('model.'), behind('model.ema.')) },
      'FILE holds more than a resnet8: its names begin with model. and model.ema. Give --entry model. to take the resnet8 alone',
    ],
    [
      "a criterion's parameters",
      { state_dict: merged(behind('model.'), one('criterion.weight', [100])) },
      'FILE holds more than a resnet8: its names begin with state_dict.model. and state_dict.criterion. Give --entry state_dict.model. to take the resnet8 alone',
    ],
    [
      'a list of networks',
      { 'models.0': plainTensors, 'models.1': plainTensors },
      'FILE holds more than one resnet8: its names begin with models.0. and models.1. Say which is meant: --entry models.0. or --entry models.1.',
    ],
    ['a missing tensor', { '': without(weight) }, `FILE lacks "${weight}" of resnet8. ${all}`],
    ['missing tensors', { '': without(weight, 'fc.bias') }, `FILE lacks "${weight}" (and 1 more) of resnet8. ${all}`],
    [
      'a network in parts',
      { backbone: without('fc.weight', 'fc.bias'), head: one('fc.weight', [100, 64]) },
      `Behind backbone. FILE lacks "fc.weight" (and 1 more) of resnet8. ${all}`,
    ],
    [
      'a strange tensor',
      { '': merged(plainTensors, one('fc2.bias', [1])) },
      `FILE has "fc2.bias", which resnet8 has not, beside all that it has. If they are no part of the network, save it again without them; ${whichOne}`,
    ],
    [
      'other names',
      { net: renamed((name) => name.replace('downsample', 'shortcut').replace('fc.', 'linear.')) },
      `Behind net. FILE lacks "layer2.0.downsample.0.weight" (and 11 more) of resnet8, and has "layer2.0.shortcut.0.weight" (and 11 more) instead: its names have "shortcut" and "linear" where those of resnet8 have "downsample" and "fc". If it is the same network under other names, rename its tensors and save it again; ${whichOne}`,
    ],
    [
      'another network that is known',
      { model: larger },
      'By the names and shapes of its tensors FILE holds a resnet14, and no resnet8. Give --net resnet14',
    ],
    [
      'another shape',
      { '': merged(plainTensors, one(weight, [32, 16, 3, 3])) },
      `In FILE the tensor "${weight}" has the shape [32,16,3,3] instead of resnet8's [16,16,3,3]. Give a file of that network; ${whichOne}`,
    ],
    [
      'a weight that is not a number',
      { '': merged(plainTensors, one('fc.bias', [100], Number.NaN)) },
      'In FILE the tensor "fc.bias" holds a number that is not finite. Take a file of trained weights',
    ],
    [
      'integers instead of weights',
      { '': merged(plainTensors, new Map([['fc.bias', { shape: [100], read: () => new Int32Array(100) }]])) },
      'In FILE the tensor "fc.bias" holds whole numbers instead of weights. Take a file of trained weights',
    ],
    [
      'nothing of it',
      { '': one('best_acc', []), 'optimizer.state.0': merged(one('step', []), one('exp_avg', [3])) },
      `FILE holds no resnet8: it has "step" and "exp_avg" in "optimizer.state.0" and "best_acc". Save the network's own weights: torch.save(model.state_dict(), FILE); ${whichOne}`,
    ],
    [
      'a pruned weight',
      { '': merged(without('conv1.weight'), one('conv1.weight_orig', [1]), one('conv1.weight_mask', [1])) },
      `In FILE the weight "conv1.weight" is pruned: it is kept as "conv1.weight_orig" and "conv1.weight_mask". Make it a weight again before you save the network: torch.nn.utils.prune.remove(module, 'weight')`,
    ],
    [
      'a parametrised weight',
      { '': behind('model.', merged(without('fc.weight'), one('fc.parametrizations.weight.original0', [1]))) },
      `In FILE the weight "fc.weight" is parametrised: it is kept as "fc.parametrizations.weight.original0". Make it a weight again before you save the network: torch.nn.utils.parametrize.remove_parametrizations(module, 'weight')`,
    ],
    [
      'a normalised weight',
      { '': merged(without('fc.weight'), one('fc.weight_g', [1]), one('fc.weight_v', [1])) },
      'In FILE the weight "fc.weight" is weight-normalised: it is kept as "fc.weight_g" and "fc.weight_v". Make it a weight again before you save the network: torch.nn.utils.remove_weight_norm(module)',
    ],
    [
      'a quantised network',
      { '': merged(plainTensors, one('conv1.scale', []), one('conv1.zero_point', [])) },
      'FILE holds a quantised resnet8. Save the network as it was before it was quantised',
    ],
  ])('%s', (_, places, sentence) => {
    expect(sentenceFor(fileOf(places), expected())).toBe(sentence);
  });

  test('another number of classes', () => {
    expect(sentenceFor(fileOf({ '': behind('model.') }), { ...expected('resnet8', 10), dataset: 'digits' })).toBe(
      'FILE tells 100 classes apart, and the data set digits has 10. Name the data set that it was trained on, with --data',
    );
  });

  test.each([
    [
      'nowhere',
      'FILE has no tensor whose name begins with nowhere: its names begin with student. and teacher. Give one of these with --entry, or leave it out',
    ],
    ['student', 'By the names and shapes of its tensors FILE holds a resnet14, and no resnet8. Give --net resnet14'],
  ])('a choice that does not lead to the network: %s', (prefix, sentence) => {
    const file = fileOf({ '': merged(behind('student.', larger), behind('teacher.')) });
    expect(sentenceFor(file, { ...expected(), prefix })).toBe(sentence);
  });
});

function sentenceFor(file: WeightsFile, what: ExpectedNetwork): string {
  try {
    matchNetwork(file, what);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.code).toBe(exitCode.data);
    return error.sentence;
  }
  throw new Error('the file was taken');
}

test.each<NetworkName>(['resnet20', 'MobileNetV2', 'ShuffleV1', 'wrn_16_1', 'CNN5'])(
  'the outline of %s is what the network is made of',
  (name) => {
    const parameters = new Parameters(0);
    createNetwork(name, parameters, 10);
    const made = parameters.variables.map(({ name, shape, layout, dtype }) => ({ name, shape, layout, dtype }));
    expect(outlineOf(name, 10)).toEqual(made);
  },
);
