import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { cacheVariable } from '../../base/files/cache.ts';
import { exitCode } from '../../base/problem.ts';
import { teacherCacheVariable } from '../../job/teacher-cache.ts';
import { makeJob, readEpochs, readResult, startJob, studentConfiguration } from '../fixture.ts';
import { placeTeacher } from '../fixtures/place-teacher.ts';
import { teacherCacheFolder } from '../teacher-cache/folder.ts';
import { TeacherCache } from '../teacher-cache/teacher-cache.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-teacher-cache-'));
  vi.stubEnv(cacheVariable, join(folder, 'cache'));
  await placeTeacher(join(folder, 'teacher'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** Long enough for a later epoch to read what an earlier one has kept. */
const student = {
  ...studentConfiguration,
  recipe: { ...studentConfiguration.recipe, epochs: 4, dropsAfter: [3] },
} as typeof studentConfiguration;

/** Trains the student, with that many bytes for the teacher's cache. */
async function run(name: string, bytes: number, configuration = student) {
  vi.stubEnv(teacherCacheVariable, JSON.stringify({ bytes, teachers: 1 }));
  const job = await makeJob(join(folder, name), configuration, '../teacher');
  const { exitCode: code, stderr } = await startJob(job);
  expect(code, stderr).toBe(exitCode.done);
  return { weights: (await readResult(job)).weights, epochs: await readEpochs(job) };
}

const caches = () => readdir(teacherCacheFolder(process.env)).catch(() => []);

test('a run has the same bits without a cache, filling one, with a full one, and with a small one', async () => {
  const without = await run('without', 0);
  expect(await caches()).toEqual([]);
  expect(await run('filling', 1e8)).toEqual(without);
  const [description] = await caches();
  expect(description).toMatch(/^[0-9a-f]{16}\.json$/);
  expect(await run('full', 1e8)).toEqual(without);
  // Only a part of the records has room: the others are computed.
  expect(await run('small', 1e6)).toEqual(without);
});

test('what is kept is read, and the teacher not run again', async () => {
  const cacheFolder = teacherCacheFolder(process.env);
  const [name] = await caches();
  const { format, ...description } = JSON.parse(await readFile(join(cacheFolder, name!), 'utf8'));
  const cache = await TeacherCache.open({
    ...description,
    folder: cacheFolder,
    bytes: 1e8,
    onProblem: ({ message }) => expect.fail(message),
  });
  expect(cache.key).toBe(name!.slice(0, 16));
  const honest = await readResult(join(folder, 'full'));
  for (let image = 0; image < description.images; image++) {
    for (let outcome = 0; outcome < description.outcomes; outcome++) {
      cache.write(image, outcome, new Float32Array(description.width).fill(0.5));
    }
  }
  cache.close();
  expect((await run('deceived', 1e8)).weights).not.toBe(honest.weights);
});

test('what a teacher says in mixed precision is kept apart from what it says in float32', async () => {
  const mixed = { ...student, arithmetic: { mixedPrecision: true as const } };
  // The cache of float32 is the one that deceives.
  expect(await run('mixed', 1e8, mixed)).toEqual(await run('mixed-without', 0, mixed));
});
