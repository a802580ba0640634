import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { exitCode } from '../../../base/problem.ts';
import { redistill } from '../../../cli/fixtures/in-process.ts';
import { multiplyAccumulatesOf } from '../../../job/network.ts';
import { readStepTimes, type StepTimesReport } from '../../../results/step-times.ts';
import type { SuiteDeclaration } from '../../../suite/schema.ts';

const folder = await mkdtemp(join(tmpdir(), 'redistill-steps-'));
afterAll(() => rm(folder, { recursive: true }));

const standIn = join(import.meta.dirname, 'fixtures/stand-in');

/** A suite of small networks, in a file. */
const suite = join(folder, 'suite.json');
const declaration: SuiteDeclaration = {
  name: 'small',
  title: 'A small suite',
  description: 'For tests.',
  dataset: { name: 'cifar100' },
  recipe: { epochs: 2, batch: 50, rate: 0.05, momentum: 0.9, weightDecay: 0, dropsAfter: [], dropFactor: 1 },
  tables: [{ name: 'table1', pairs: [{ teacher: 'resnet14', student: 'resnet8' }], trials: 1 }],
  distillers: [
    { name: 'vanilla', gamma: 1, alpha: 0, beta: 0, source: 'a test' },
    { name: 'KD', gamma: 0.1, alpha: 0.9, beta: 0, source: 'a test' },
    { name: 'KD++', gamma: 1, alpha: 1, beta: 2, method: { name: 'nd' }, source: 'a test' },
    { name: 'AB', gamma: 1, alpha: 0, beta: 1, method: { name: 'ab', firstStage: { epochs: 3 } }, source: 'a test' },
    { name: 'CRD', gamma: 1, alpha: 0, beta: 0.8, method: { name: 'crd', negatives: 16 }, source: 'a test' },
  ],
};

const small = { '--images': '220', '--rounds': '1', '--steps': '1', '--threads': '1' };

/** Runs `bench`, with few images and rounds unless `args` say how many. */
async function bench(args: string[], env: NodeJS.ProcessEnv = {}) {
  const others = Object.entries(small).filter(([option]) => !args.includes(option));
  const all = ['bench', '--suite', suite, ...others.flat(), ...args, '--results', join(folder, 'results')];
  for (const [name, value] of Object.entries({ REDISTILL_DEVICE: 'cpu', ...env })) vi.stubEnv(name, value);
  const { code, out, err } = await redistill(...all).finally(() => vi.unstubAllEnvs());
  return { exitCode: code, stdout: out, stderr: err };
}

const first = join(folder, 'first.json');
let whole: Awaited<ReturnType<typeof bench>>;
let report: StepTimesReport;
beforeAll(async () => {
  await writeFile(suite, JSON.stringify(declaration));
  const args = [
    '--distillers',
    'vanilla,KD,AB',
    '--teacher-cache',
    'off,warm',
    '--reference',
    standIn,
    '--output',
    first,
  ];
  whole = await bench(args, { PYTHONPATH: standIn });
  expect(whole.stderr).not.toContain('could not');
  report = await readStepTimes(first);
});

/** The first report with other times, in a file. */
async function earlier(name: string, change: (milliseconds: number) => number): Promise<string> {
  const measurements = report.measurements.map((one) => ({
    ...one,
    ours: { ...one.ours, rounds: one.ours.rounds.map(change) },
  }));
  const path = join(folder, name);
  await writeFile(path, JSON.stringify({ ...report, measurements }));
  return path;
}

test('each student has a line, with the reference beside it', () => {
  expect(whole.exitCode).toBe(exitCode.done);
  const rows = whole.stdout.split('\n').filter((line) => line.startsWith('| resnet'));
  const cells = rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  expect(cells.map((row) => row.slice(0, 3))).toEqual([
    ['resnet8', 'vanilla', ''],
    ['resnet14/resnet8', 'KD', 'off'],
    ['resnet14/resnet8', 'KD', 'warm'],
    // It has no use for a cache.
    ['resnet14/resnet8', 'AB', 'off'],
  ]);
  for (const row of cells) {
    expect(row[5], 'the floor as a share').toMatch(/^[\d.]+$/);
    expect(row.at(-1)).toMatch(/^\d+\.\d\d \(\d+\.\d\d to \d+\.\d\d\)$/);
  }
  expect(cells.map((row) => row[8] !== '')).toEqual([false, false, false, true]);
});

test('the file has all of it, with the machine', () => {
  expect(report.machine).toMatchObject({ threads: 1, tensorflow: expect.any(String), pytorch: '0.0-stand-in' });
  expect(report.options).toEqual({ suite, images: 220, rounds: 1, steps: 1 });
  const [vanilla, kd, warm, ab] = report.measurements;
  expect(report.measurements).toHaveLength(4);
  expect(vanilla).toMatchObject({ student: 'resnet8', distiller: 'vanilla', batch: 50 });
  expect(vanilla).not.toHaveProperty('teacher');
  expect(ab).toMatchObject({ student: 'resnet8', teacher: 'resnet14', distiller: 'AB', teacherCache: 'off' });
  for (const { ours, reference } of report.measurements)
    expect([ours.rounds, reference!.rounds]).toEqual([[expect.any(Number)], [expect.any(Number)]]);
  // A warm cache leaves no teacher to compute.
  expect(warm).toMatchObject({ distiller: 'KD', teacherCache: 'warm', floor: vanilla!.floor });
  // AB's main stage reads no teacher.
  expect(ab!.floor).toBe(vanilla!.floor);
  const millisecondsOf = (work: number) => (2 * 50 * work) / (report.machine.peakGigaflops * 1e6);
  // Nothing needs the first convolution's gradient by the images.
  const first = 32 * 32 * 16 * (3 * 3 * 3);
  expect(vanilla!.floor).toBeCloseTo(millisecondsOf(3 * multiplyAccumulatesOf('resnet8') - first), 2);
  expect(kd!.floor - vanilla!.floor).toBeCloseTo(millisecondsOf(multiplyAccumulatesOf('resnet14')), 2);
  // TensorFlow by itself is more than 100 MB.
  expect(kd!.ours.peakMegabytes).toBeGreaterThan(100);
});

test('a method that collects something first is measured without that', async () => {
  const { stdout, exitCode: code } = await bench(['--distillers', 'KD,KD++']);
  expect(code).toBe(exitCode.done);
  // A student and a teacher whose vectors are as long: it multiplies nothing but what stands for classes.
  expect(stdout).toMatch(/^\| resnet14\/resnet8 \| KD\+\+ .* \+0% \|$/m);
});

describe('against an earlier file', () => {
  test('a step that takes much longer ends with its own exit code', async () => {
    const path = await earlier('fast.json', (milliseconds) => milliseconds / 1000);
    const { stdout, exitCode: code } = await bench(['--distillers', 'KD,CRD', '--against', path]);
    expect(code).toBe(exitCode.slower);
    expect(stdout).toMatch(/^resnet14\/resnet8 KD, batch 50: .* times as long: SLOWER$/m);
    expect(stdout).not.toMatch(/CRD.*SLOWER/);
  });

  test('a step that takes less long is no failure', async () => {
    const path = await earlier('slow.json', (milliseconds) => milliseconds * 1000);
    const { stdout, exitCode: code } = await bench(['--distillers', 'vanilla', '--against', path]);
    expect(stdout).toMatch(/^resnet8 vanilla, batch 50: .* times as long$/m);
    expect(code).toBe(exitCode.done);
  });

  test('a file that was measured in another way is a Problem, before anything is measured', async () => {
    const {
      stderr,
      stdout,
      exitCode: code,
    } = await bench(['--distillers', 'KD', '--images', '300', '--against', first]);
    expect(stderr).toContain(`${first} was measured with 220 images, and this now with 300`);
    expect(stdout).toBe('');
    expect(code).toBe(exitCode.configuration);
  });
});

test('mixed precision is of both sides, and compared with no other', async () => {
  const args = ['--distillers', 'KD', '--mixed-precision', '--reference', standIn];
  const output = join(folder, 'mixed.json');
  const mixed = await bench([...args, '--output', output], { PYTHONPATH: standIn, AUTOCAST: '1' });
  expect(mixed.exitCode, mixed.stderr).toBe(exitCode.done);
  expect(mixed.stdout).toContain('; convolutions in bfloat16; peak');
  expect((await readStepTimes(output)).options).toMatchObject({ mixedPrecision: true });
  const { stderr } = await bench(['--distillers', 'KD', '--against', output]);
  expect(stderr).toContain(`${output} was measured with bfloat16 convolutions, and this now with float32`);
});

describe('what cannot be measured is reported in one sentence', () => {
  const nowhere = join(folder, 'nowhere');
  test.each<[string, string[], number, NodeJS.ProcessEnv?]>([
    ["--rounds is '0'. It must be a whole number", ['--rounds', '0'], exitCode.configuration],
    ["--steps is '1.5'. It must be a whole number", ['--steps', '1.5'], exitCode.configuration],
    [
      "--teacher-cache names 'hot'. It must be of off, cold, warm, with commas between",
      ['--teacher-cache', 'off,hot'],
      exitCode.configuration,
    ],
    ["the suite small has no distiller 'KDD'. Did you mean KD?", ['--distillers', 'KDD'], exitCode.configuration],
    ["the suite small has no pair 'vgg13'", ['--pairs', 'vgg13'], exitCode.configuration],
    ['9 rounds of 1 step, those that warm up included, take 1000 images', ['--rounds', '9'], exitCode.configuration],
    [`${nowhere} cannot be read (ENOENT`, ['--against', nowhere], exitCode.data],
    [`${suite}: name is unknown`, ['--against', suite], exitCode.data],
    [
      `${nowhere} is not a checkout of RepDistiller: train_student.py`,
      ['--reference', nowhere],
      exitCode.configuration,
    ],
    [
      `${nowhere} cannot run RepDistiller: it is not there. Give a Python`,
      ['--reference', standIn, '--python', nowhere],
      exitCode.machine,
    ],
    [
      'python3 cannot run RepDistiller: it crashed: ImportError: no torch here. Give a Python',
      ['--reference', standIn],
      exitCode.machine,
      { PYTHONPATH: join(folder, 'no-torch') },
    ],
  ])('%s', async (sentence, args, expected, env) => {
    await mkdir(join(folder, 'no-torch'), { recursive: true });
    for (const name of ['torch', 'numpy'])
      await writeFile(join(folder, 'no-torch', `${name}.py`), `raise ImportError("no ${name} here")`);
    const { stdout, stderr, exitCode: code } = await bench(args, env);
    expect(stderr).toContain(`redistill: ${sentence}`);
    expect(stderr).not.toContain('    at ');
    expect(stdout).toBe('');
    expect(code).toBe(expected);
  });

  test('a reference whose networks are to be compiled', async () => {
    const compiling = join(folder, 'compiling');
    await cp(standIn, compiling, { recursive: true });
    const compile = 'def compile(self):\n    raise ValueError("it is compiled")\n\n\nNetwork.compile = compile\n';
    await appendFile(join(compiling, 'models/__init__.py'), compile);
    const args = ['--distillers', 'KD', '--reference', compiling, '--compile-reference'];
    const { stderr } = await bench(args, { PYTHONPATH: compiling });
    expect(stderr).toContain('could not be measured: it crashed: ValueError: it is compiled.');
  });

  test('a reference that fails', async () => {
    const broken = join(folder, 'broken');
    await cp(standIn, broken, { recursive: true });
    await writeFile(join(broken, 'train_student.py'), 'def main():\n    raise ValueError("as the test wants it")\n');
    const args = ['--distillers', 'KD', '--reference', broken];
    const { stderr, exitCode: code } = await bench(args, { PYTHONPATH: broken });
    expect(stderr).toContain(
      "redistill: RepDistiller's resnet8-from-resnet14-KD could not be measured: it crashed: ValueError: as the test wants it.",
    );
    expect(code).toBe(exitCode.machine);
  });
});
