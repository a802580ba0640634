import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exitCode, Problem } from '../../base/problem.ts';
import { parseTensors, serializeTensors, type TensorFile } from '../../model/engine/safetensors.ts';
import { passes, runCase } from './run-case.ts';
import { readIndex } from './vectors.ts';

const ours = 'baselines/parity';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-vectors-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a folder that is none of vectors', () => {
  const index = (text: string) => () => writeFile(join(folder, 'index.json'), text);
  const entry = { case: 'losses/kd.b', file: 'losses/kd.b.safetensors', tensors: [] };

  test.each([
    ['has no index', async () => {}, /index\.json cannot be read \(ENOENT: no such file or directory\)/],
    ['has a folder for an index', () => mkdir(join(folder, 'index.json')), /index\.json cannot be read \(EISDIR/],
    ['has an index that is cut off', index('{"cases": ['), /index\.json is not JSON/],
    ['has an empty index', index('{"cases": []}'), /index\.json: cases is \[\]/],
    ['has an index of another form', index('{"cases": [{"case": 3}]}'), /index\.json: cases\[0\]\.case is 3/],
    ['has a field that is not known', index(JSON.stringify({ cases: [entry], version: 2 })), /version is unknown/],
    ['has a case with one', index('{"cases": [{"case": "a", "dtype": 3}]}'), /cases\[0\]\.dtype is unknown/],
    ['measures otherwise', index(JSON.stringify({ cases: [entry], metric: 'mean' })), /metric is 'mean'/],
    [
      'has a formula that is not known',
      index(JSON.stringify({ cases: [{ ...entry, scheme: 'cos' }] })),
      /scheme is 'cos'/,
    ],
    [
      'has a number type that is not known',
      index(JSON.stringify({ cases: [{ ...entry, tensors: [{ name: 'x', dtype: 'F8', shape: [1] }] }] })),
      /tensors\[0\]\.dtype is 'F8'/,
    ],
    ['names a case twice', index(JSON.stringify({ cases: [entry, entry] })), /names the case losses\/kd\.b twice/],
  ] as const)('%s', async (_, make, sentence) => {
    await make();
    const problem = await readIndex(folder).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ code: exitCode.data, message: expect.stringMatching(sentence) });
  });
});

interface Entry {
  case: string;
  tensors: { name: string }[];
}

/** One of our cases under a name that may be another, changed on the way. */
async function outcomeOf(
  from: string,
  name: string,
  change: (file: TensorFile) => Uint8Array | undefined,
  changeEntry: (entry: Entry) => object = (entry) => entry,
) {
  const { cases } = JSON.parse(await readFile(join(ours, 'index.json'), 'utf8')) as { cases: Entry[] };
  const entry = cases.find((entry) => entry.case === from)!;
  await writeFile(
    join(folder, 'index.json'),
    JSON.stringify({ cases: [{ ...changeEntry(entry), case: name, file: `${name}.safetensors` }] }),
  );
  const path = join(folder, `${name}.safetensors`);
  await mkdir(dirname(path), { recursive: true });
  const bytes = change(parseTensors(gunzipSync(await readFile(join(ours, `${from}.safetensors.gz`))), from));
  if (bytes) await writeFile(path, bytes);
  return runCase(name, (await readIndex(folder)).get(name)!, 'replay');
}

const whole = serializeTensors;

/** The same tensors with other hyper-parameters. */
const withSettings = (change: Record<string, unknown>) => (file: TensorFile) =>
  whole({ ...file, metadata: { case: JSON.stringify({ ...JSON.parse(file.metadata.case!), ...change }) } });

function withoutTensor(name: string) {
  return (file: TensorFile) => whole({ ...file, tensors: new Map([...file.tensors].filter(([key]) => key !== name)) });
}

/** The same tensors and one more. */
function withTensor(name: string) {
  const tensor = { shape: [1], values: Float32Array.of(1) };
  return (file: TensorFile) => whole({ ...file, tensors: new Map([...file.tensors, [name, tensor]]) });
}

function withShape(name: string, shape: number[]) {
  return (file: TensorFile) => {
    const { values } = file.tensors.get(name)!;
    return whole({ ...file, tensors: new Map([...file.tensors, [name, { shape, values }]]) });
  };
}

test('a case that is only copied agrees', async () => {
  expect(passes(await outcomeOf('losses/kd.b', 'losses/kd.copy', whole))).toBe(true);
});

test('a gzip file that is cut off is reported', async () => {
  const { cases } = JSON.parse(await readFile(join(ours, 'index.json'), 'utf8')) as { cases: Entry[] };
  const entry = cases.find((entry) => entry.case === 'losses/kd.b')!;
  await writeFile(join(folder, 'index.json'), JSON.stringify({ cases: [{ ...entry, file: 'kd.gz' }] }));
  await writeFile(join(folder, 'kd.gz'), (await readFile(join(ours, 'losses/kd.b.safetensors.gz'))).subarray(0, -20));
  const { failure } = await runCase(entry.case, (await readIndex(folder)).get(entry.case)!, 'replay');
  expect(failure).toMatch(/kd\.gz cannot be read \(unexpected end of file\)/);
});

test('a tensor that the index names and nobody reads is reported', async () => {
  const [name, unread] = ['losses/kd.b', 'in/mask'];
  const outcome = await outcomeOf(name, name, withTensor(unread), (entry) => ({
    ...entry,
    tensors: [...entry.tensors, { name: unread, dtype: 'F32', shape: [1] }],
  }));
  expect(outcome.failure).toBe('not compared: in/mask');
});

test.each([
  [1e-9, false],
  [1, true],
])('a gradient whose true value is 0 may be less than %f: %o', async (abs_tol, agreed) => {
  const zero = ({ name, ...tensor }: Entry['tensors'][number]) =>
    name === 'grad/s' ? { name, dtype: 'F32', shape: [16, 10], structural_zero: true, abs_tol } : { name, ...tensor };
  const entryOf = (entry: Entry) => ({ ...entry, tensors: entry.tensors.map(zero) });
  expect(passes(await outcomeOf('losses/kd.b', 'losses/kd.b', whole, entryOf))).toBe(agreed);
});

test('a case of something unknown is told apart from one that differs', async () => {
  const outcome = await outcomeOf('losses/kd.b', 'losses/kdsvd.a', whole);
  expect(outcome.failure).toBe('losses/kdsvd.a: there is no loss "kdsvd"');
  expect(outcome.known).toMatch(/known are kd, hint, attention/);
});

describe('a broken case is reported in one line', () => {
  const [kd, crd, net, traj] = [
    'losses/kd.b',
    'losses/crd.c',
    'networks/resnet8.hash',
    'traj/resnet8_resnet20.ce.hash',
  ];

  test.each([
    ['a missing file', kd, kd, () => undefined, /kd\.b\.safetensors cannot be read/],
    [
      'a file that is cut off',
      kd,
      kd,
      (file: TensorFile) => whole(file).slice(0, -9),
      /is not a whole safetensors file/,
    ],
    ['a tensor too few', kd, kd, withoutTensor('in/t'), /has no tensor "in\/t"/],
    ['an output too few', kd, kd, withoutTensor('grad/s'), /has no tensor "grad\/s"/],
    ['another shape', kd, kd, withShape('in/s', [10, 16]), /"in\/s" is \[10, 16\] there and \[16, 10\] in index\.json/],
    ['no hyper-parameters', kd, kd, (file: TensorFile) => whole({ ...file, metadata: {} }), /T is missing/],
    ['settings that are no JSON', kd, kd, (f: TensorFile) => whole({ ...f, metadata: { case: '{' } }), /is not JSON/],
    ['a text for a number', kd, kd, withSettings({ T: 'warm' }), /T is 'warm'. It must be a number/],
    ['an unknown kind', kd, 'nets/kd.b', whole, /there is no kind of case "nets"/],
    ['a kind that every object has', kd, 'constructor/kd.b', whole, /there is no kind of case "constructor"/],
    ['an unknown loss', kd, 'losses/kdsvd.a', whole, /there is no loss "kdsvd"/],
    ['a loss that every object has', kd, 'losses/toString', whole, /there is no loss "toString"/],
    ['an unknown module', kd, 'modules/pool', whole, /there is no helper module "pool"/],
    ['a module of another name', kd, 'modules/embed', whole, /state_dict is missing/],
    ['an unknown case', kd, 'misc/valueOf', whole, /there is no case "valueOf"/],
    [
      'a constant that is fixed',
      'losses/factor.b',
      'losses/factor.b',
      withSettings({ p2: 2 }),
      /p2 is 2. It must be 1/,
    ],
    ['no calls', crd, crd, withSettings({ calls: 0 }), /calls is 0. It must be a whole number, greater than 0/],
    ['other embeddings', crd, crd, withSettings({ s_dim: 3 }), /Matrix size-incompatible/],
    ['an unknown network', net, net, withSettings({ network: 'resnet9' }), /network is 'resnet9'. It must be one of/],
    ['an unknown parameter', net, net, withSettings({ grad_param_names: ['conv9'] }), /no parameter or buffer "conv9"/],
    ['an unknown layer', net, net, withSettings({ bn_layers: ['bn9'] }), /no parameter or buffer "bn9\.running_mean"/],
    ['an unknown student', traj, traj, withSettings({ student: 'resnet9' }), /student is 'resnet9'/],
    ['an unknown method', traj, traj, withSettings({ method: 'valueOf' }), /there is no distiller "valueOf"/],
    [
      'an unknown weight',
      traj,
      traj,
      withSettings({ param_names: ['student.x'] }),
      /no parameter or buffer "student\.x"/,
    ],
    ['no salt', traj, traj, withSettings({ salt: undefined }), /salt is missing/],
    ['another formula', traj, traj, withSettings({ scheme: 'cos' }), /scheme is 'cos'/],
    ['another layout', kd, kd, withSettings({ layout: 'NHWC' }), /layout is 'NHWC'/],
    ['a number that nobody reads', traj, traj, withSettings({ dampening: 0.1 }), /not compared: dampening/],
    ['a switch that nobody reads', traj, traj, withSettings({ nesterov: true }), /not compared: nesterov/],
    ['a tensor too many', kd, kd, withTensor('in/mask'), /has a tensor "in\/mask" that index\.json does not name/],
    ['steps too few', traj, traj, withSettings({ steps: 1 }), /not compared: step1\/loss/],
  ] as const)('%s', async (_, from, name, change, sentence) => {
    const outcome = await outcomeOf(from, name, change);
    expect(passes(outcome)).toBe(false);
    expect(outcome.failure).toMatch(sentence);
    expect(outcome.failure).not.toMatch(/\n|undefined/);
  });
});
