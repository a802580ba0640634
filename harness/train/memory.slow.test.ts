import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { exitCode } from '../base/problem.ts';
import { makeJob, sentenceIn, startJob, teacherConfiguration } from './fixture.ts';

const folder = await mkdtemp(join(tmpdir(), 'redistill-memory-'));
afterAll(() => rm(folder, { recursive: true }));

test('a process that gets no more memory says so, where the library below notices', async () => {
  const recipe = { ...teacherConfiguration.recipe, batch: 300 };
  const dataset = { name: 'digits' as const, training: 300, test: 100 };
  const job = await makeJob(join(folder, 'large'), { ...teacherConfiguration, dataset, network: 'resnet8x4', recipe });
  const { exitCode: code, signal, stderr } = await startJob(job, ['prlimit', `--data=${1e9}`]);
  // oneDNN does where it makes a kernel, and crashes where it takes room for a while.
  if (signal === undefined) {
    expect(code, stderr).toBe(exitCode.memory);
    expect(sentenceIn(stderr)).toMatch(/^redistill: Memory ran out \(.*\)\. Run fewer jobs at once/);
  } else {
    expect(signal).toMatch(/^SIG(SEGV|ABRT)$/);
  }
});
