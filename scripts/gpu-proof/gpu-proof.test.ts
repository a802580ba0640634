import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exitCode } from '../../harness/base/problem.ts';
import { redistill } from '../../harness/cli/fixtures/in-process.ts';
import { type Proof, proofSchema, type StepName } from './proof.ts';
import { runProof } from './run-proof.ts';
import { steps } from './steps.ts';

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'redistill-proof-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(results, { recursive: true });
});

const gpuProof = (...options: string[]) => redistill('gpu-proof', '--device', 'cpu', ...options, '--results', results);
const path = () => join(results, 'gpu-proof/cpu/proof.json');
const readProof = async (): Promise<Proof> => proofSchema.parse(JSON.parse(await readFile(path(), 'utf8')));

test('the page of docs has the steps with their times', async () => {
  const docs = await readFile(join(import.meta.dirname, '../../docs/gpu.md'), 'utf8');
  const rows = Array.from(docs.matchAll(/^\| (`[^|]+`) +\| [^|]+\| +(\d+) \|$/gm), ([, names, minutes]) =>
    Array.from(names!.matchAll(/`([^`]+)`/g), ([, name]) => [name, Number(minutes)]),
  );
  expect(rows.flat()).toEqual(Object.entries(steps).map(([name, { minutes }]) => [name, minutes]));
});

test('what needs a GPU is not possible on a CPU, and each says why', async () => {
  const names: StepName[] = ['memory-growth', 'lost-gpu', 'beside-eager', 'xla', 'tf32'];
  const { code, out } = await gpuProof('--steps', names.join(','));
  expect({ code, line: out.split('\n')[0] }).toEqual({
    code: exitCode.done,
    line: '0 passed, 0 failed, 5 not possible here',
  });
  const found = (await readProof()).steps;
  expect(names.map((name) => found[name]?.why)).toEqual([
    'a processor shares its memory anyway',
    'there is no GPU to lose',
    'no --reference was given',
    '--xla is for GPUs',
    '--tf32 is for GPUs',
  ]);
  const page = await readFile(join(results, 'gpu-proof/cpu/proof.md'), 'utf8');
  expect(page).toMatch(/^\| lost-gpu +\| .* \| not possible here: there is no GPU to lose +\| +0 s \|$/m);
  expect(page).toMatch(/^\| digits +\| .* \| not run yet +\| +\|$/m);
});

test('a reference that is none makes its steps not possible', async () => {
  await gpuProof('--steps', 'beside-compiled', '--reference', results);
  const found = (await readProof()).steps;
  expect(found['beside-compiled']).toMatchObject({
    outcome: 'not possible here',
    why: `${results} is not a checkout of RepDistiller: train_student.py is not there`,
  });
});

test('a step that takes too long has failed, and is run again where one that has passed is not', async () => {
  for (const name of ['log', 'error'] as const) vi.spyOn(console, name).mockImplementation(() => {});
  const options = { device: 'cpu', short: true, steps: undefined, reference: undefined, folder: results } as const;
  expect(await runProof({ ...options, steps: ['doctor'], minutes: 0.001 })).toBe(exitCode.jobsFailed);
  const file = join(results, 'proof.json');
  const proof = proofSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  expect(proof.steps.doctor).toMatchObject({ outcome: 'failed', outOfTime: true });
  // All others are said to have passed long ago.
  const at = '2000-01-01T00:00:00.000Z';
  const others = ['parity', 'digits', 'resume', 'two-jobs', 'hidden-gpu', 'speed', 'mixed-precision'] as const;
  for (const name of others) proof.steps[name] = { outcome: 'passed', at, seconds: 1 };
  await writeFile(file, JSON.stringify(proof));
  expect(await runProof({ ...options, minutes: 5 })).toBe(exitCode.done);
  const ended = proofSchema.parse(JSON.parse(await readFile(file, 'utf8'))).steps;
  expect(ended.doctor).toMatchObject({ outcome: 'passed', output: expect.stringMatching(/^A product +right$/m) });
  expect(ended.doctor).not.toHaveProperty('outOfTime');
  expect(others.map((name) => ended[name]?.at)).toEqual(others.map(() => at));
});

test('a proof of another machine, and a damaged one, are refused', async () => {
  await gpuProof('--steps', 'lost-gpu');
  const proof = await readProof();
  await writeFile(path(), JSON.stringify({ ...proof, machine: { ...proof.machine, cores: 1000 } }));
  const other = await gpuProof('--steps', 'lost-gpu');
  expect(other.code).toBe(exitCode.configuration);
  expect(other.err).toContain(
    'is of another machine, or of another version of Redistill or Node. Give other --results',
  );
  await writeFile(path(), '{');
  const damaged = await gpuProof('--steps', 'lost-gpu');
  expect(damaged).toMatchObject({ code: exitCode.data, err: expect.stringContaining('proof.json cannot be read') });
});

test.each([
  [['--steps', 'parityy'], "--steps names 'parityy'. Did you mean parity? Give one or more of doctor, parity, "],
  [['--device', 'tpu'], "--device names 'tpu'. "],
  [['--minutes', '0'], "--minutes is '0'. "],
  [['--python', 'python3'], '--python has no effect without --reference. '],
])('%j is refused', async (options, sentence) => {
  const { code, err } = await redistill('gpu-proof', ...options);
  expect(code).toBe(exitCode.configuration);
  expect(err).toContain(`redistill: ${sentence}`);
});
