import { readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { removeRemains, writeWhole } from '../../base/files/files.ts';
import { lock } from '../../base/files/lock.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { type AnyImageData, type ImageData, isInMemory } from '../../data/sets/image-set.ts';
import { prepareArithmetic } from '../../job/arithmetic.ts';
import { jobFiles } from '../../job/folder.ts';
import { type Job, jobSchema, type Training, teachersOf, teacherView } from '../../job/job.ts';
import type { Epoch, Result } from '../../job/result.ts';
import { type TeacherCacheSetting, teacherCacheSettingSchema, teacherCacheVariable } from '../../job/teacher-cache.ts';
import { writeTestLogits } from '../../job/test-logits.ts';
import { setValues } from '../../model/engine/executor.ts';
import { reached } from '../../model/engine/milestone.ts';
import { tf } from '../../model/engine/tensorflow.ts';
import { assemble, learnerOf } from '../learner/assemble.ts';
import { type Learner, type OtherName, stageAfter } from '../learner/learner.ts';
import { readCheckpoint, untrained, writeCheckpoint } from '../loop/checkpoint.ts';
import { HeartbeatFile } from '../loop/heartbeat.ts';
import { batchesFor, train } from '../loop/loop.ts';
import { measure } from '../loop/measure.ts';
import { fromStored } from '../loop/weights.ts';
import { runProbe } from '../probe/run-probe.ts';
import { openTeacherCache } from '../teacher/open-teacher-cache.ts';
import { readTeacher, type TrainedTeacher, teacherProvenance } from '../teacher/teacher.ts';
import { withTeacherLabels } from '../teacher/teacher-labels.ts';
import type { TeacherCache } from '../teacher-cache/teacher-cache.ts';
import { checkData, dataOf } from './data-of.ts';
import { checkDevice } from './environment.ts';
import { EventFiles } from './event-files.ts';
import { readSource, type SourceNetwork } from './source.ts';
import { resultOf, resultOfOther } from './summary.ts';
import { writeNetwork } from './write-network.ts';

export interface RunJobOptions {
  /** Asked after each step: should the job stop there? It continues from there when it is started again. */
  stopRequested(): boolean;
  /** Called for each finished epoch. */
  onEpoch(epoch: Epoch): void;
}

/** How long a job waits for another process in its folder. */
const claimMilliseconds = 30_000;

/**
 * Runs the job of a folder, from its checkpoint where there is one, to its result.
 * @returns how it ended
 */
export async function runJob(folder: string, options: RunJobOptions): Promise<'done' | 'stopped'> {
  const release = await claimFolder(folder);
  try {
    return await runClaimed(folder, options);
  } finally {
    release();
  }
}

async function runClaimed(folder: string, options: RunJobOptions): Promise<'done' | 'stopped'> {
  reached('modules');
  const files = jobFiles(folder);
  const job = await readJob(files.job);
  const { configuration } = job;
  prepareArithmetic(configuration.arithmetic ?? {}, process.env);
  checkDevice();
  await removeRemains(Object.values(files));
  if (configuration.kind === 'probe') return runProbe(folder, { ...job, configuration }, options.stopRequested);
  const ownData = await dataOf(configuration);
  checkData(configuration, ownData);
  reached('data');
  tf.backend();
  reached('library');
  const learner = learnerOf(configuration, ownData);
  reached('networks');
  const teachers = await Promise.all(
    teachersOf(configuration).map((id, index) =>
      readTeacher(resolve(folder, job.teacherFolders[index]!), id, learner.teachers[index]!),
    ),
  );
  teachers.forEach(({ values }, index) => {
    setValues(learner.teachers[index]!, values);
  });
  const data = await withTeacherLabels(ownData, configuration, teachers);
  reached('teachers');
  const source =
    'source' in configuration
      ? await readSource(resolve(folder, job.sourceFolder ?? ''), configuration.source.job)
      : undefined;
  if (source) {
    const [{ variables, prefix }] = learner.trained;
    // Its classes are its own: the classifier, weight and bias, keeps its initial values.
    const taken = variables.slice(0, -2);
    setValues(taken, fromStored(taken, source.tensors, source.path, prefix));
  }
  const batches = batchesFor(configuration, data, learner);
  try {
    return await trainPrepared({ folder, job, configuration, learner, teachers, source, data, batches }, options);
  } finally {
    await batches.stop();
  }
}

interface PreparedJob {
  folder: string;
  job: Job;
  configuration: Training;
  learner: Learner;
  teachers: TrainedTeacher[];
  source: SourceNetwork | undefined;
  data: AnyImageData;
  batches: ReturnType<typeof batchesFor>;
}

/** Trains a job of which all that it needs was read, and writes what comes of it. */
async function trainPrepared(
  { folder, job, configuration, learner, teachers, source, data, batches }: PreparedJob,
  { stopRequested, onEpoch }: RunJobOptions,
): Promise<'done' | 'stopped'> {
  const files = jobFiles(folder);
  // Of the crops of an image in its file there are more than could be kept.
  const cacheSetting = isInMemory(data) ? teacherCacheSetting() : { bytes: 0, teachers: 1 };
  const assembly = await assemble(learner, configuration, data, { cached: cacheSetting.bytes > 0 });
  const { program, state, stages, trained } = assembly;
  const teacherCaches: (TeacherCache | undefined)[] = [];
  for (const { network, index } of isInMemory(data) ? stages.flatMap(({ apart }) => apart) : []) {
    const seen = { ...data, view: teacherView(configuration) } as ImageData;
    const { arithmetic } = configuration;
    const cached = { teacher: network, weights: teachers[index]!.provenance.weights, data: seen, arithmetic };
    teacherCaches[index] ??= await openTeacherCache(cached, cacheSetting);
  }
  const checkpoint = await readCheckpoint(files, job.id, state);
  await checkpoint?.restore(program);
  const eventFiles = await EventFiles.begin(folder, checkpoint?.progress.epochs ?? []);
  reached('checkpoint');

  const { progress, measured } = await train({
    configuration,
    data,
    assembly,
    batches,
    teacherCaches,
    heartbeat: new HeartbeatFile(files.heartbeat),
    stopRequested,
    progress: checkpoint?.progress ?? untrained,
    async save(progress) {
      // Metrics first: once the last checkpoint is there, nothing writes them again.
      await writeWhole(files.metrics, progress.epochs.map((epoch) => `${JSON.stringify(epoch)}\n`).join(''));
      await writeCheckpoint(files, job.id, state, { progress, program });
      const last = progress.epochs.at(-1);
      // Within an epoch there are sums of it; right after one there are none.
      if (last && Object.keys(progress.sums).length === 0) {
        eventFiles.add(last);
        onEpoch(last);
      }
    },
  });
  for (const cache of teacherCaches) cache?.close();
  if (stageAfter(stages, progress.epochs.length)) return 'stopped';

  const [own, ...others] = trained;
  const weights = await writeNetwork(files[own.file], program, own);
  const { logits, ...accuracies } = measured ?? (await measure(program, own.evaluation, data));
  if (logits) await writeTestLogits(files.logits, logits, data.test.labels);
  const resultsOfOthers: Pick<Result, OtherName> = {};
  for (const { name, ...network } of others) {
    const hash = await writeNetwork(files[network.file], program, network);
    resultsOfOthers[name!] = resultOfOther(progress.epochs, name!, hash);
  }
  const result = resultOf(job, progress, {
    ...accuracies,
    weights,
    teacher: await teacherProvenance(teachers, data.test.labels),
    source: source?.provenance,
    ...resultsOfOthers,
  });
  await writeWhole(files.result, `${JSON.stringify(result, undefined, 2)}\n`);
  for (const file of [files.checkpoint, files.previousCheckpoint, files.heartbeat]) await rm(file, { force: true });
  program.dispose();
  return 'done';
}

/** Keeps other processes out: one whose runner was killed may still be on its way out of the folder. */
async function claimFolder(folder: string): Promise<() => void> {
  for (const start = performance.now(); performance.now() - start < claimMilliseconds; await setTimeout(200)) {
    const release = await lock(folder);
    if (release) return release;
  }
  throw new Problem(`Another process trains in ${folder}`, 'Wait until it ends, or end it', exitCode.storage);
}

/** What the runner lets teacher caches take; nothing where it said nothing. */
function teacherCacheSetting(): TeacherCacheSetting {
  const text = process.env[teacherCacheVariable];
  return text ? teacherCacheSettingSchema.parse(JSON.parse(text)) : { bytes: 0, teachers: 1 };
}

async function readJob(path: string): Promise<Job> {
  try {
    return jobSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new Problem(`${path} is not a job`, 'Run the suite again, which writes it', exitCode.configuration, {
      cause: error,
    });
  }
}
