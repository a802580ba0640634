import { setImmediate } from 'node:timers/promises';
import type { Batch, BatchRequest } from '../data/batch-maker.ts';
import { stepsAnEpoch } from '../data/batches.ts';
import type { AnyImageData } from '../data/image-set.ts';
import { reached } from '../engine/milestone.ts';
import type { Values, Variable } from '../engine/variable.ts';
import { epochsOf, type Training, teacherView } from '../job/job.ts';
import type { MainEpoch, PeerEpoch } from '../job/result.ts';
import type { TeacherCache } from '../teacher-cache/teacher-cache.ts';
import type { Assembly } from './assemble.ts';
import { batchThreads } from './batch-threads.ts';
import type { Progress } from './checkpoint.ts';
import { diverged } from './diverged.ts';
import type { HeartbeatFile } from './heartbeat.ts';
import { type Learner, stepName } from './learner.ts';
import { type Measured, measure } from './measure.ts';
import { peerOutput } from './mutual-step.ts';
import { type Stage, stageOf } from './stage.ts';
import { taughtNames } from './step.ts';
import { count, meansOf } from './sums.ts';
import { TeacherOutputs } from './teacher-outputs.ts';
import type { Threads } from './threads.ts';
import { weightNorm } from './weight-norm.ts';

export interface LoopOptions {
  configuration: Training;
  data: AnyImageData;
  assembly: Assembly;
  /** Makes the batches; see `batchesFor`. */
  batches: Threads<BatchRequest, Batch>;
  /** Each keeps what the teacher in its place says; none where nothing is kept. */
  teacherCaches?: readonly (TeacherCache | undefined)[];
  /** Where to begin. */
  progress: Progress;
  heartbeat?: HeartbeatFile | undefined;
  /** Asked after each step: should the job stop there? */
  stopRequested(): boolean;
  /** Called at the end of each epoch, at a stop, and now and then within a long epoch. */
  save(progress: Progress): Promise<void>;
}

/** What a killed process loses at most, beside the time of one step. */
const saveSeconds = 600;

/**
 * Starts what makes a job's batches: its threads get ready while the graphs are made.
 * @returns threads that have to be stopped
 */
export function batchesFor(
  configuration: Training,
  data: AnyImageData,
  { method, networks, pixelClasses }: Learner,
): Threads<BatchRequest, Batch> {
  const { recipe, seed } = configuration;
  const { negatives, excludes } = method ?? {};
  const view = teacherView(configuration);
  const maps = pixelClasses !== undefined;
  const source = { data, seed, batch: recipe.batch, negatives, excludes, maps };
  return batchThreads(
    networks.teachers.length > 0 && view !== data.view ? { ...source, teacherView: { view } } : source,
  );
}

/** How far a training has come. */
export interface Trained {
  progress: Progress;
  /** How good the network is after the last epoch, where that was finished here. */
  measured?: Measured | undefined;
}

/** Trains until the last epoch of the last stage is over, or until a stop is requested. */
export async function train(options: LoopOptions): Promise<Trained> {
  const { configuration, data, assembly, batches, teacherCaches = [], heartbeat, stopRequested } = options;
  const { recipe } = configuration;
  const { program, method, networks } = assembly;
  const images = data.training.labels.length;
  const teachers = (assembly.fed ? networks.teachers : []).map(
    (teacher, place) =>
      new TeacherOutputs({ teacher, place, program, atOnce: assembly.teacherBatch, cache: teacherCaches[place] }),
  );
  const steps = stepsAnEpoch(images, recipe.batch);
  let progress = options.progress;
  let measured: Measured | undefined;
  let savedAt = performance.now();
  const save = async (now: Progress) => {
    progress = now;
    await options.save(progress);
    savedAt = performance.now();
  };

  while (progress.epochs.length < epochsOf(configuration)) {
    const stage = stageOf(configuration, method, progress.epochs.length);
    const { epoch, purpose } = stage;
    const began = performance.now();
    const spentBefore = progress.seconds;
    const spent = () => spentBefore + (performance.now() - began) / 1000;
    let { step } = progress;
    const sums = { ...progress.sums };
    const beat = (trained = 0) =>
      heartbeat?.beat(() => {
        const inEpoch = step - (epoch - 1) * steps;
        const seen = Math.min(inEpoch * recipe.batch, images);
        return { stage, step: inEpoch, steps, loss: seen > 0 ? sums.loss! / seen : undefined, epochs: progress.epochs };
      }, trained);
    beat();

    while (step < epoch * steps) {
      const ahead = Math.min(batches.count, epoch * steps - step - 1);
      const upcoming = Array.from({ length: ahead }, (_, i) => ({ purpose, epoch, step: step + 1 + i }));
      const batch = await batches.take({ purpose, epoch, step }, upcoming);
      if (step === 0) reached('batch');
      const size = batch.places.length;
      const outputs = program.run(stage.stepName(size), feedsOf(batch, stage, teachers));
      step++;
      const totals = [outputs.loss![0]!, outputs[peerOutput('loss')]?.[0] ?? 0];
      if (!totals.every(Number.isFinite)) {
        throw diverged(`The loss of step ${step} (${stage.isMain ? '' : 'first stage, '}epoch ${epoch})`);
      }
      count(sums, outputs, size);
      beat(size);
      // Signals are heard between steps.
      await setImmediate();
      const stopping = stopRequested();
      // What comes after the last step is saved with the epoch.
      if (step === epoch * steps) break;
      if (stopping || performance.now() - savedAt > 1000 * saveSeconds) {
        await save({ ...progress, step, sums: { ...sums }, seconds: spent() });
      }
      if (stopping) return { progress };
    }

    measured = stage.isMain ? await measure(assembly, data, beat) : undefined;
    const peer = measured && assembly.peer ? await peerEpoch(assembly.peer, options, sums, beat) : undefined;
    const finished = measured
      ? summarise(stage, sums, images, {
          testAccuracy: measured.accuracy,
          testTop5Accuracy: measured.top5Accuracy,
          testMeanIoU: measured.meanIoU,
          weightNorm: weightNorm(assembly.student, program.read(assembly.student)),
          ...(peer && { peer }),
          seconds: spent(),
        })
      : { stage: 'first' as const, epoch, rate: stage.rate, loss: sums.loss! / images, seconds: spent() };
    // Each stage counts its steps from 0.
    await save({ step: stage.isLast ? 0 : step, epochs: [...progress.epochs, finished], sums: {}, seconds: 0 });
    if (stopRequested()) break;
  }
  return { progress, measured };
}

/** What the stage's step is fed; what a step does not read is left aside by the program. */
function feedsOf(
  batch: Batch,
  { rate, weights, isMain }: Stage,
  teachers: readonly TeacherOutputs[],
): Record<string, Values> {
  const { images, teacherImages, labels, maps, places, contrast } = batch;
  return {
    images,
    ...(maps && { maps }),
    ...(teacherImages && { teacherImages }),
    rate: Float32Array.of(rate),
    ...Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, Float32Array.of(weight)])),
    ...(isMain && { labels, indices: places, ...(contrast && { contrast }), ...taughtFeeds(batch, teachers) }),
  };
}

function taughtFeeds(batch: Batch, teachers: readonly TeacherOutputs[]): Record<string, Values> {
  const seen = { ...batch, images: batch.teacherImages ?? batch.images };
  const feeds = teachers.map((teacher, place) => {
    const { logits, pooled } = taughtNames(place);
    const { teacherLogits, teacherPooled } = teacher.of(seen);
    return { [logits]: teacherLogits, [pooled]: teacherPooled };
  });
  return Object.assign({}, ...feeds);
}

/** The result of an epoch for the network that is trained together with the student. */
async function peerEpoch(
  variables: readonly Variable[],
  { data, assembly: { program } }: Pick<LoopOptions, 'data' | 'assembly'>,
  sums: Readonly<Record<string, number>>,
  onBatch: () => void,
): Promise<PeerEpoch> {
  const { accuracy, top5Accuracy } = await measure({ program }, data, onBatch, stepName.evaluatePeer);
  return {
    ...meansOf(sums, data.training.labels.length, peerOutput),
    testAccuracy: accuracy,
    testTop5Accuracy: top5Accuracy,
    weightNorm: weightNorm(variables, program.read(variables)),
  };
}

function summarise(
  { epoch, rate, weights }: Stage,
  sums: Record<string, number>,
  images: number,
  measured: Pick<MainEpoch, 'testAccuracy' | 'testTop5Accuracy' | 'testMeanIoU' | 'weightNorm' | 'peer' | 'seconds'>,
): MainEpoch {
  const scheduled = Object.keys(weights).length > 0 && { weights };
  return { epoch, rate, ...scheduled, ...meansOf(sums, images), ...measured };
}
