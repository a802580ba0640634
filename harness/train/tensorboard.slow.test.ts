import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { exitCode } from '../base/problem.ts';
import { jobFiles } from '../job/folder.ts';
import { type Epoch, isMain } from '../job/result.ts';
import { firstLine, makeJob, startJob, studentConfiguration, teacherConfiguration } from './fixture.ts';
import { placeTeacher } from './fixtures/place-teacher.ts';

/** Works on Python 3.10 and later, with the protobuf and NumPy that pip takes for it. */
const tensorboard = 'tensorboard==2.21.0';

let folder: string;
/** Where Python finds TensorBoard, or why it is not there. */
let packages: { path: string } | { missing: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-tensorboard-'));
  packages = await installTensorBoard(join(folder, 'packages'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Into a folder of its own, without compiling what nobody imports. */
async function installTensorBoard(path: string): Promise<typeof packages> {
  const options = ['--quiet', '--disable-pip-version-check', '--no-compile', '--target', path];
  const installed = await execa('python3', ['-m', 'pip', 'install', ...options, tensorboard], { reject: false });
  if (installed.failed)
    return { missing: `python3 with pip did not install ${tensorboard}: ${installed.stderr?.split('\n').at(-1)}` };
  return { path };
}

const curvesSchema = z.record(z.string(), z.array(z.tuple([z.int(), z.number()])));

async function curvesIn(job: string, path: string) {
  const program = join(import.meta.dirname, 'fixtures', 'read_curves.py');
  const { stdout } = await execa('python3', [program, job], { env: { PYTHONPATH: path } });
  return curvesSchema.parse(JSON.parse(stdout));
}

async function epochsIn(job: string): Promise<Epoch[]> {
  const lines = (await readFile(jobFiles(job).metrics, 'utf8')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Epoch);
}

/** A number of a metrics line at each epoch, as float32 keeps it. */
const curveOf = (epochs: readonly Epoch[], field: string) =>
  epochs.map((epoch) => [epoch.epoch, Math.fround(Number(new Map(Object.entries(epoch)).get(field)))]);

test('TensorBoard reads one value an epoch of a job that was stopped and went on, and they are the metrics', async ({
  skip,
}) => {
  if ('missing' in packages) return skip(packages.missing);
  await placeTeacher(join(folder, 'teacher'));
  const job = await makeJob(join(folder, 'student'), studentConfiguration, '../teacher');
  // Killed, it has written epochs that are trained once more; stopped, it has not.
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    const stopped = startJob(job);
    await firstLine(stopped);
    stopped.kill(signal);
    await stopped;
  }
  expect((await startJob(job)).exitCode).toBe(exitCode.done);

  const epochs = await epochsIn(job);
  expect(epochs).toHaveLength(8);
  expect(epochs.every(isMain)).toBe(true);
  const { path } = packages;
  expect(await curvesIn(job, path)).toEqual({
    'loss/total': curveOf(epochs, 'loss'),
    'loss/classification': curveOf(epochs, 'classification'),
    'loss/distillation': curveOf(epochs, 'distillation'),
    'loss/method': curveOf(epochs, 'method'),
    'accuracy/training': curveOf(epochs, 'trainAccuracy'),
    'accuracy/test': curveOf(epochs, 'testAccuracy'),
    'accuracy/test, top-5': curveOf(epochs, 'testTop5Accuracy'),
    'weight norm': curveOf(epochs, 'weightNorm'),
    rate: curveOf(epochs, 'rate'),
    seconds: curveOf(epochs, 'seconds'),
  });
  expect((await readdir(job)).filter((name) => name.includes('tfevents'))).toHaveLength(1);
});

test('curves that cannot be written are reported once, and end no job', async () => {
  const job = await makeJob(join(folder, 'unwritable'), teacherConfiguration);
  // A folder instead of an earlier event file cannot be removed as one, on whatever file system.
  const inTheWay = join(job, 'events.out.tfevents.1');
  await mkdir(inTheWay);
  await writeFile(join(inTheWay, 'file'), '');
  const { exitCode: code, stderr } = await startJob(job);
  expect(code).toBe(exitCode.done);
  expect(stderr.match(/The curves for TensorBoard cannot be written from here on \(.+\); the metrics/g)).toHaveLength(
    1,
  );
  expect(await epochsIn(job)).toHaveLength(8);
});
