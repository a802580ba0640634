import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shared } from '../base/files/fixtures/shared.ts';
import { exitCode } from '../base/problem.ts';

const root = join(import.meta.dirname, '../..');

/** The folder of this file's tests; `fresh` in it are the results of the whole suite. */
let folder: string;
let fresh: string;

/** Runs one of the house's commands, as a user does, without npm. */
const run = (house: string, command: string, ...args: string[]) =>
  execa(process.execPath, ['scripts/start.mjs', command, 'digits', ...args], { cwd: house, reject: false });
/** Of five: these are enough for each assertion here. */
const trials = ['--trials', '3'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-digits-'));
  fresh = join(folder, 'fresh');
  const first = await run(root, 'suite', ...trials, '--results', fresh);
  expect(first.exitCode, first.stderr).toBe(0);
  await shared('digits', (results) => copyJobs(results, 'resnet20-teacher', 'resnet8-from-resnet20-KD-trial1'));
}, 1_500_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('digits is what its baseline says, and no claim is contradicted', async () => {
  const { exitCode, stdout, stderr } = await run(root, 'check', ...trials, '--results', fresh);
  expect(exitCode, stdout + stderr).toBe(0);
});

test('a second time nothing is trained', async () => {
  const second = await run(root, 'suite', ...trials, '--results', fresh);
  expect(second.stderr).not.toContain('started:');
  expect(second.stdout).toContain(await readFile(join(fresh, 'digits/selections/trials-3/table.md'), 'utf8'));
});

/** What stands in a file, and what is to stand there. */
type Edit = [before: string, after: string];

/** Something that is wrong in the code, and the row that shows it. */
interface Fault {
  fault: string;
  file: string;
  edits: Edit[];
  distiller: string;
}

/** A copy of the house in which a file is changed. */
async function houseWith(file: string, edits: readonly Edit[]): Promise<string> {
  const house = await mkdtemp(join(folder, 'house-'));
  for (const name of [
    'harness',
    'suites',
    'scripts',
    'baselines',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ]) {
    await cp(join(root, name), join(house, name), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(house, 'node_modules'));
  let text = await readFile(join(house, file), 'utf8');
  for (const [before, after] of edits) {
    expect(text.split(before), `${file} has it once`).toHaveLength(2);
    text = text.replace(before, after);
  }
  await writeFile(join(house, file), text);
  return house;
}

/** Results with the sound teacher of `fresh`, and nothing else. */
async function resultsWithTeacher(): Promise<string> {
  const results = await mkdtemp(join(folder, 'results-'));
  await copyJobs(results, 'resnet20-teacher');
  return results;
}

/** Copies what `fresh` has of jobs, by their labels. */
async function copyJobs(results: string, ...labels: string[]): Promise<void> {
  const jobs = 'digits/jobs';
  const names = (await readdir(join(fresh, jobs))).filter((name) => labels.some((label) => name.startsWith(label)));
  expect(names).toHaveLength(labels.length);
  await mkdir(join(results, jobs), { recursive: true });
  for (const name of names) await cp(join(fresh, jobs, name), join(results, jobs, name), { recursive: true });
}

describe('a fault in the code is reported, with the cell, where', () => {
  test.each<Fault>([
    {
      fault: "KD's loss has the wrong sign",
      file: 'harness/model/distillers/kd.ts',
      edits: [['temperature ** 2 / batch', '-(temperature ** 2) / batch']],
      distiller: 'KD',
    },
    {
      fault: "KD forgets the teacher's temperature",
      file: 'harness/model/distillers/kd.ts',
      edits: [['tf.div(teacher, temperature)', 'tf.div(teacher, 1)']],
      distiller: 'KD',
    },
    {
      fault: "KD's gradient stops before the student",
      file: 'harness/model/distillers/kd.ts',
      edits: [
        ['logSoftmax(tf.div(student, temperature))', 'logSoftmax(tf.div(stopGradient(student), temperature))'],
        [
          'import { defineMethod }',
          "import { stopGradient } from '../engine/ops/stop-gradient.ts';\nimport { defineMethod }",
        ],
      ],
      distiller: 'KD',
    },
    {
      fault: "CRD's bank of the teacher is frozen",
      file: 'harness/model/distillers/modules/contrastive-transfer.ts',
      edits: [['teacherBank.remember(indices, ofTeacher.anchor);', '']],
      distiller: 'CRD',
    },
    {
      fault: 'weights do not decay',
      file: 'harness/train/step/optimiser.ts',
      edits: [['tf.mul(parameter.value, weightDecay)', 'tf.mul(parameter.value, 0 * weightDecay)']],
      distiller: 'vanilla',
    },
  ])('$fault', async ({ file, edits, distiller }) => {
    const house = await houseWith(file, edits);
    const results = await resultsWithTeacher();
    // One trial is enough to see it, and less than a whole suite has.
    const trained = await run(house, 'suite', '--distillers', distiller, '--trials', '1', '--results', results);
    // What diverges fails, and is found as well.
    expect([exitCode.done, exitCode.jobsFailed], trained.stderr).toContain(trained.exitCode);
    const { exitCode: code, stdout } = await run(house, 'check', '--results', results);
    expect(stdout).toMatch(
      new RegExp(`^  digits: ${distiller} on resnet20/resnet8(, .*)?: (higher|lower|diverged)\\.`, 'm'),
    );
    expect(code).toBe(1);
  });

  test("CRD's gradient stops before the student, which no band shows", async () => {
    const house = await houseWith('harness/model/distillers/crd.ts', [
      ['contrastive(student.pooled,', 'contrastive(stopGradient(student.pooled),'],
      [
        'import { defineMethod }',
        "import { stopGradient } from '../engine/ops/stop-gradient.ts';\nimport { defineMethod }",
      ],
    ]);
    const few = ['--distillers', 'vanilla,CRD', '--trials', '1', '--epochs', '2', '--results', join(folder, 'stopped')];
    const trained = await run(house, 'suite', ...few);
    expect(trained.exitCode, trained.stderr).toBe(exitCode.done);
    const { exitCode: code, stdout } = await run(house, 'check', ...few);
    expect(stdout).toContain('digits: CRD on resnet20/resnet8: no effect. in 1 trial its student is that of vanilla');
    expect(code).toBe(1);
  });
});
