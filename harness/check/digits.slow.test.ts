import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** The folder of this file's tests; `fresh` in it are the results of the whole suite. */
let folder: string;
let fresh: string;

/** Runs one of the house's commands, as a user does. */
const run = (house: string, command: string, ...args: string[]) =>
  execa('npm', ['run', '--silent', command, 'digits', '--', ...args], { cwd: house, reject: false });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-digits-'));
  fresh = join(folder, 'fresh');
  const first = await run(root, 'suite', '--results', fresh);
  expect(first.exitCode, first.stderr).toBe(0);
}, 1_500_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('digits, whole, is what its baseline says, and KD and CRD+KD beat what they are to beat', async () => {
  const { exitCode, stdout, stderr } = await run(root, 'check', '--results', fresh);
  expect(exitCode, stdout + stderr).toBe(0);
});

test('a second time nothing is trained', async () => {
  const second = await run(root, 'suite', '--results', fresh);
  expect(second.stderr).not.toContain('started:');
  expect(second.stdout).toContain(await readFile(join(fresh, 'digits/table.md'), 'utf8'));
});

/** A copy of the house in which a file is changed in one place. */
async function houseWith(file: string, before: string, after: string): Promise<string> {
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
  const text = await readFile(join(house, file), 'utf8');
  expect(text.split(before), `${file} has the line once`).toHaveLength(2);
  await writeFile(join(house, file), text.replace(before, after));
  return house;
}

/** Results with the sound teacher of `fresh`, and nothing else. */
async function resultsWithTeacher(): Promise<string> {
  const results = await mkdtemp(join(folder, 'results-'));
  const jobs = 'digits/jobs';
  const [teacher] = (await readdir(join(fresh, jobs))).filter((name) => name.startsWith('resnet20-teacher'));
  await mkdir(join(results, jobs), { recursive: true });
  await cp(join(fresh, jobs, teacher!), join(results, jobs, teacher!), { recursive: true });
  return results;
}

describe('a fault in the code is told of, with the cell, where', () => {
  test.each([
    {
      fault: "KD's loss has the wrong sign",
      file: 'harness/distillers/kd.ts',
      before: 'temperature ** 2 / batch',
      after: '-(temperature ** 2) / batch',
      distiller: 'KD',
    },
    {
      fault: "KD forgets the teacher's temperature",
      file: 'harness/distillers/kd.ts',
      before: 'tf.div(teacher, temperature)',
      after: 'tf.div(teacher, 1)',
      distiller: 'KD',
    },
    {
      fault: "CRD's gradient stops before the student",
      file: 'harness/distillers/crd.ts',
      before: 'embedStudent(student)',
      after: 'embedStudent(stopGradient(student))',
      distiller: 'CRD',
    },
    {
      fault: "CRD's bank of the teacher is frozen",
      file: 'harness/distillers/crd.ts',
      before: 'teacherBank.remember(indices, ofTeacher.anchor);',
      after: '',
      distiller: 'CRD',
    },
    {
      fault: 'weights do not decay',
      file: 'harness/train/optimiser.ts',
      before: 'tf.mul(parameter.value, weightDecay)',
      after: 'tf.mul(parameter.value, 0 * weightDecay)',
      distiller: 'vanilla',
    },
  ])('$fault', async ({ file, before, after, distiller }) => {
    const house = await houseWith(file, before, after);
    const results = await resultsWithTeacher();
    const trained = await run(house, 'suite', '--distillers', distiller, '--results', results);
    expect(trained.exitCode, trained.stderr).toBe(0);
    const { exitCode, stdout } = await run(house, 'check', '--results', results);
    expect(stdout).toMatch(new RegExp(`${distiller} on resnet20/resnet8 .*(higher|lower)`));
    expect(exitCode).toBe(1);
  });
});
