import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { exitCode } from '../base/problem.ts';
import { programCommand } from '../base/typescript.ts';
import { jobFiles } from '../job/folder.ts';
import { type Configuration, identityOf, type Job, teachersOf, trainingSchema } from '../job/job.ts';
import { type Epoch, type Result, resultSchema } from '../job/result.ts';

/** What the tests train: small enough for seconds, with a last batch of its own size. */
const common = {
  dataset: { name: 'digits', training: 150, test: 150 },
  recipe: { epochs: 8, batch: 64, rate: 0.05, momentum: 0.9, weightDecay: 5e-4, dropsAfter: [6], dropFactor: 0.1 },
  network: 'resnet8',
};

export const teacherConfiguration = trainingSchema.parse({ kind: 'teacher', ...common, seed: 0 });

export const studentConfiguration = trainingSchema.parse({
  kind: 'student',
  ...common,
  seed: 1,
  distiller: {
    name: 'CRD+KD',
    gamma: 1,
    alpha: 1,
    beta: 0.8,
    method: { name: 'crd', dimension: 16, negatives: 32 },
    source: 'a test',
  },
  teacher: { network: 'resnet8', job: identityOf(teacherConfiguration) },
});

/**
 * Makes a job's folder as the runner does.
 * @param teachers their folders, relative to the job's; `../teacher` by default
 */
export async function makeJob(folder: string, configuration: Configuration, ...teachers: string[]): Promise<string> {
  const teacherFolders = teachers.length > 0 ? teachers : teachersOf(configuration).map(() => '../teacher');
  const job: Job = { id: identityOf(configuration), label: 'test', configuration, teacherFolders };
  await mkdir(folder, { recursive: true });
  await writeFile(jobFiles(folder).job, JSON.stringify(job));
  return folder;
}

/**
 * Starts a job's process.
 * @param before a command that starts it in its turn
 */
export function startJob(folder: string, before: readonly string[] = []) {
  const [first = '', ...rest] = [...before, ...programCommand('harness/train/job/main.ts'), folder];
  return execa(first, rest, {
    reject: false,
    env: { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' },
  });
}

/** Until the job reports its first finished epoch, or ends. */
export async function firstLine(job: ReturnType<typeof startJob>): Promise<void> {
  await Promise.race([job, new Promise((resolve) => job.stdout.once('data', resolve))]);
}

/**
 * Kills a job's process after the first epoch that it finishes, once for each delay, and starts it once more.
 * @param delays milliseconds after that epoch
 * @returns how often it was killed before it was done
 * @throws an Error where it does not end well
 */
export async function trainThroughKills(folder: string, delays: readonly number[]): Promise<number> {
  let kills = 0;
  for (const delay of delays) {
    const process = startJob(folder);
    await firstLine(process);
    await setTimeout(delay);
    process.kill('SIGKILL');
    if ((await process).signal === 'SIGKILL') kills++;
  }
  const { exitCode: code, stderr } = await startJob(folder);
  if (code !== exitCode.done) throw new Error(stderr);
  return kills;
}

/**
 * The one sentence that a failed job said.
 * @throws an Error where it said more, or less, or a stack trace
 */
export function sentenceIn(stderr: string): string {
  const [own, ...more] = stderr.split('\n').filter((line) => line.startsWith('redistill:'));
  if (own === undefined || more.length > 0 || /^\s+at /m.test(stderr)) throw new Error(stderr);
  return own;
}

export async function readResult(folder: string): Promise<Result> {
  return resultSchema.parse(JSON.parse(await readFile(jobFiles(folder).result, 'utf8')));
}

/** The metrics without the times, which no two runs share. */
export async function readEpochs(folder: string): Promise<Omit<Epoch, 'seconds'>[]> {
  const lines = (await readFile(jobFiles(folder).metrics, 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const { seconds, ...epoch } = JSON.parse(line) as Epoch;
    return epoch;
  });
}
