import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCode } from '../../base/problem.ts';
import { makeCifar100 } from '../../data/sets/fixtures/cifar100.ts';
import { readMetrics } from '../../job/read-metrics.ts';
import { isMain } from '../../job/result.ts';
import type { Comparison } from './comparison.ts';

const root = join(import.meta.dirname, '../../..');
const folder = await mkdtemp(join(tmpdir(), 'redistill-compare-'));
afterAll(() => rm(folder, { recursive: true }));

/** Instead of RepDistiller: it trains nothing, and says what its values.py has. */
const checkout = join(folder, 'checkout');
const suite = join(folder, 'suite.ts');
const results = join(folder, 'results');

function npmRun(...args: string[]) {
  const env = { REDISTILL_DATA: join(folder, 'data'), REDISTILL_DEVICE: 'cpu', PYTHONPATH: checkout };
  return execa('npm', ['run', '--silent', ...args], { cwd: root, env, reject: false });
}

const wide = ['--margin', '100', '--loss-margin', '100', '--norm-margin', '100'];
const compare = (...args: string[]) =>
  npmRun('compare', suite, '--', '--reference', checkout, '--results', results, ...args);

type Epochs = readonly (readonly [accuracy: number, loss: number, norm: number])[];

/** Lets the stand-in say this; its code is another one then, so that its earlier trials are none of it. */
async function pretend(trainings: Record<string, Epochs>, teacherAccuracy: number): Promise<void> {
  const values = `epochs_by_training = ${JSON.stringify(trainings)}\nteacher_accuracy = ${teacherAccuracy}\n`;
  await writeFile(join(checkout, 'values.py'), values);
}

async function ourJobs(): Promise<Map<string, Epochs>> {
  const jobs = join(results, 'small/jobs');
  const entries = (await readdir(jobs)).map(async (name): Promise<[string, Epochs]> => {
    const epochs = (await readMetrics(join(jobs, name))).epochs.filter(isMain);
    return [name, epochs.map(({ testAccuracy, loss, weightNorm }) => [testAccuracy, loss, weightNorm!])];
  });
  return new Map(await Promise.all(entries));
}

/** What the stand-in is to say so that it agrees: our own numbers. */
let ours: Record<string, Epochs>;
let teacher: number;

beforeAll(async () => {
  await cp(join(import.meta.dirname, 'fixtures/stand-in'), checkout, { recursive: true });
  const { path, sha256 } = await makeCifar100(folder, { training: 100, test: 20, classes: 100 });
  const data = await npmRun('data', 'cifar100', '--', '--from', path, '--sha256', sha256);
  expect(data.exitCode, data.stderr).toBe(0);
  await writeFile(
    suite,
    `import { kd, vanilla } from '${root}/suites/paper/distillers.ts';
    export default {
      name: 'small',
      title: 'A small suite',
      description: 'For tests.',
      dataset: { name: 'cifar100', archive: '${sha256}' },
      recipe: { epochs: 2, batch: 50, rate: 0.05, momentum: 0.9, weightDecay: 5e-4, dropsAfter: [], dropFactor: 1 },
      tables: [{ name: 'table1', pairs: [{ teacher: 'resnet14', student: 'resnet8' }], trials: 2 }],
      distillers: [vanilla, kd],
    };`,
  );
});

test('where a training of the reference fails, its last word is told, its log kept, and our side too', async () => {
  await pretend({}, 0);
  const { exitCode: code, stderr, stdout } = await compare();
  expect(code, stderr).toBe(exitCode.jobsFailed);
  expect(stdout).toBe('');
  const [, log] =
    /RepDistiller failed at \S+: it crashed: KeyError: '\w+ \d'; its log is (\S+\.log)\./.exec(stderr) ?? [];
  expect(await readFile(log!, 'utf8')).toContain('training');
  const jobs = await ourJobs();
  const named = (label: string) => [...jobs].find(([name]) => name.startsWith(label))![1];
  ours = {
    'vanilla 1': named('resnet8-vanilla-trial1'),
    'vanilla 2': named('resnet8-vanilla-trial2'),
    'kd 1': named('resnet8-from-resnet14-KD-trial1'),
    'kd 2': named('resnet8-from-resnet14-KD-trial2'),
  };
  teacher = named('resnet14-teacher').at(-1)![0];
});

test('the same numbers agree, and are taken over by the next run', async () => {
  await pretend(ours, teacher);
  const first = await compare(...wide);
  expect(first.exitCode, first.stderr).toBe(0);
  expect(first.stderr).toContain('RepDistiller has 4 students to train');
  expect(first.stdout).toContain('Agrees: vanilla on resnet14/resnet8, KD on resnet14/resnet8.');

  const second = await compare(...wide, '--json');
  expect(second.exitCode, second.stderr).toBe(0);
  expect(second.stderr).toBe('');
  const { cells, teachers }: Comparison = JSON.parse(second.stdout);
  expect(teachers).toEqual([{ network: 'resnet14', ours: teacher, theirs: teacher, outcome: 'agrees' }]);
  for (const { judgements, histories } of cells) {
    for (const { ours, theirs } of judgements) expect(theirs).toEqual(ours.map((value) => expect.closeTo(value, 9)));
    expect(histories.theirs).toEqual(histories.ours);
  }
  const written = join(results, 'small/compare');
  expect(await readFile(join(written, 'compare.md'), 'utf8')).toContain('(compare-resnet8-from-resnet14-KD.svg)');
  expect((await stat(join(written, 'compare-resnet8-from-resnet14-KD.svg'))).size).toBeGreaterThan(1000);
});

test('other numbers differ, and so does a teacher that it measures otherwise', async () => {
  const worse = ours['kd 1']!.map(([accuracy, loss, norm]) => [accuracy, 2 * loss, norm] as const);
  await pretend({ ...ours, 'kd 1': worse, 'kd 2': worse }, teacher);
  const loss = await compare(...wide.slice(0, 2), '--loss-margin', '5', ...wide.slice(4));
  expect(loss.exitCode, loss.stderr).toBe(1);
  expect(loss.stdout).toContain('Differs: KD on resnet14/resnet8.');

  await pretend(ours, teacher + 20);
  const other = await compare(...wide);
  expect(other.exitCode, other.stderr).toBe(1);
  expect(other.stdout).toMatch(/The teacher resnet14, on the same weights: .*: differs\./);
});

test('what narrow margins leave open is a failure under --strict alone', async () => {
  await pretend(ours, teacher);
  const narrow = ['--margin', '0', '--loss-margin', '0', '--norm-margin', '0'];
  expect((await compare(...narrow)).exitCode).toBe(0);
  expect((await compare(...narrow, '--strict')).exitCode).toBe(2);
});
