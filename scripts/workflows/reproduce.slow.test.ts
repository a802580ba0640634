// The workflow's own steps, run in a copy of the house on a part of digits.
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedPath } from '../../harness/base/files/fixtures/shared.ts';
import { runSteps } from './run-steps.ts';
import { canReadWorkflows, readWorkflow, repository } from './workflow.ts';

let house: string;

beforeAll(async () => {
  house = await mkdtemp(join(tmpdir(), 'redistill-workflow-'));
  const files = ['harness', 'scripts', 'suites', 'baselines', 'package.json', 'package-lock.json', 'tsconfig.json'];
  for (const name of files) await cp(join(repository, name), join(house, name), { recursive: true });
  await symlink(join(repository, 'node_modules'), join(house, 'node_modules'));
  // The teacher and the student of sound code, where harness/check/digits.slow.test.ts has trained them already.
  const trained = sharedPath('digits');
  if (existsSync(trained)) await cp(trained, join(house, 'results'), { recursive: true });
});
afterAll(() => rm(house, { recursive: true, force: true }));

/** What the steps of the job without a GPU come to, by their names. */
async function runJob() {
  const { cpu } = readWorkflow('reproduce').jobs;
  const summary = join(house, 'summary.md');
  await rm(summary, { force: true });
  const env = { SUITE: 'digits', OPTIONS: '--distillers KD --trials 1', GITHUB_STEP_SUMMARY: summary };
  expect(Object.keys(cpu!.env!)).toEqual(['SUITE', 'OPTIONS']);
  const ended = await runSteps(cpu!.steps, house, env);
  return {
    codes: Object.fromEntries(ended.map(({ name, exitCode }) => [name, exitCode])),
    output: ended.map(({ output }) => output).join('\n'),
    summary: readFileSync(summary, 'utf8'),
  };
}

describe.skipIf(!canReadWorkflows)("the workflow's steps (skipped where Python has no yaml)", () => {
  test('pass on a sound distiller, and leave what is to be kept', async () => {
    const { codes, output, summary } = await runJob();
    expect(codes, output).toEqual({ Train: 0, Check: 0, Report: 0 });
    expect(summary).toContain('digits');
    expect(await readFile(join(house, 'check.xml'), 'utf8')).toContain('<testsuites');
    const [selection] = await readdir(join(house, 'results/digits/selections'));
    expect(existsSync(join(house, 'results/digits/selections', selection!, 'report.html'))).toBe(true);
  });

  test("fail, name the cell and still make the page where KD's loss has the wrong sign", async () => {
    const file = join(house, 'harness/model/distillers/kd.ts');
    const text = await readFile(file, 'utf8');
    const faulty = text.replace('temperature ** 2 / batch', '-(temperature ** 2) / batch');
    expect(faulty).not.toBe(text);
    await writeFile(file, faulty);
    // The teacher knows nothing of KD, and stays. The student is of other code, whose results are not taken up.
    const jobs = join(house, 'results/digits/jobs');
    const [student] = (await readdir(jobs)).filter((name) => name.includes('-KD-'));
    await rm(join(jobs, student!), { recursive: true });
    await rm(join(house, 'results/digits/selections'), { recursive: true });

    const { codes, output, summary } = await runJob();
    expect(codes, output).toEqual({ Train: 0, Check: 1, Report: 0 });
    expect(output).toContain('::error title=Something differs::');
    expect(summary).toContain('KD on resnet20/resnet8');
    expect(await readFile(join(house, 'check.xml'), 'utf8')).toContain('<failure');
    expect(existsSync(join(house, 'results/digits/selections'))).toBe(true);
  });
});
