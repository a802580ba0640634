import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { makeJob, startJob, teacherConfiguration } from '../train/fixture.ts';

const start = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'redistill-lines-'));
afterAll(() => rm(folder, { recursive: true }));

const parity = (env: NodeJS.ProcessEnv) =>
  execa(process.execPath, [start, 'parity', '--case', 'misc/accuracy', ...(env.EAGER ? ['--eager'] : [])], { env });

test.each([{}, { EAGER: 'yes' }])("a command that computes shows none of TensorFlow's own lines, %o", async (env) => {
  const { stdout, stderr } = await parity(env);
  expect(stderr).toBe('');
  expect(stdout).toContain('1 case agrees');
});

test('who asks for them sees them', async () => {
  const { stderr } = await parity({ TF_CPP_MIN_LOG_LEVEL: '0' });
  expect(stderr).toMatch(/oneDNN custom operations are on/);
  expect(stderr).toMatch(/Reading SavedModel from/);
});

test('our own lines reach standard error after TensorFlow has had the word', async () => {
  const script = `
    import { tf } from '${new URL('../model/engine/tensorflow.ts', import.meta.url)}';
    console.error('before');
    tf.scalar(1).dispose();
    console.error('after');
  `;
  const { stderr } = await execa(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script]);
  expect(stderr).toBe('before\nafter');
});

test("a job's log keeps TensorFlow's lines", async () => {
  const { stderr, exitCode } = await startJob(await makeJob(join(folder, 'teacher'), teacherConfiguration));
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/oneDNN custom operations are on/);
});
