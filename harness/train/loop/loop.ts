import { setImmediate } from 'node:timers/promises';
import { computingThreads } from '../../base/machine/capacity.ts';
import type { Batch, BatchRequest } from '../../data/sets/batch.ts';
import { stepsAnEpoch } from '../../data/sets/batches.ts';
import type { AnyImageData } from '../../data/sets/image-set.ts';
import type { Training } from '../../job/job.ts';
import type { Epoch } from '../../job/result.ts';
import { backend } from '../../model/engine/kernel.ts';
import { reached } from '../../model/engine/milestone.ts';
import type { Values } from '../../model/engine/variable.ts';
import type { Assembly } from '../learner/assemble.ts';
import { diverged } from '../learner/diverged.ts';
import { type Learner, type Stage, stageAfter, type TestResult } from '../learner/learner.ts';
import { taughtNames } from '../step/step.ts';
import { addBatch, outputName } from '../step/sums.ts';
import { type Taught, TeacherOutputs } from '../teacher/teacher-outputs.ts';
import type { TeacherCache } from '../teacher-cache/teacher-cache.ts';
import { batchThreads } from './batch-threads.ts';
import type { TrainingProgress } from './checkpoint.ts';
import type { HeartbeatFile } from './heartbeat.ts';
import { TaughtBatches } from './taught-batches.ts';
import { testNetworks } from './test-networks.ts';
import type { Threads } from './threads.ts';

export interface LoopOptions {
  configuration: Training;
  data: AnyImageData;
  assembly: Assembly;
  /** Makes the batches; see `batchesFor`. */
  batches: Threads<BatchRequest, Batch>;
  /** Each keeps what the teacher of its index says; none where nothing is kept. */
  teacherCaches?: readonly (TeacherCache | undefined)[];
  /** Where to begin. */
  progress: TrainingProgress;
  heartbeat?: HeartbeatFile | undefined;
  /** Asked after each step: should the job stop there? */
  stopRequested(): boolean;
  /** Called at the end of each epoch, at a stop, and now and then within a long epoch. */
  save(progress: TrainingProgress): Promise<void>;
}

/** What a killed process loses at most, beside the time of one step. */
const saveSeconds = 600;

/**
 * Starts what makes a job's batches: its threads get ready while the graphs are made.
 * @returns threads that have to be stopped
 */
export function batchesFor(
  { recipe, seed }: Pick<Training, 'recipe' | 'seed'>,
  data: AnyImageData,
  { reads }: Pick<Learner, 'reads'>,
): Threads<BatchRequest, Batch> {
  return batchThreads({ data, seed, batch: recipe.batch, ...reads });
}

/** How far a training has come. */
export interface Trained {
  progress: TrainingProgress;
  /** How good the job's own network is after the last epoch, where that was finished here. */
  measured?: TestResult | undefined;
}

/** Trains until the last epoch of the last stage is over, or until a stop is requested. */
export async function train(options: LoopOptions): Promise<Trained> {
  const { configuration, data, assembly, heartbeat, stopRequested } = options;
  const { recipe } = configuration;
  const { program, stages, trained } = assembly;
  const names = trained.map(({ name }) => name);
  const images = data.training.labels.length;
  const steps = stepsAnEpoch(images, recipe.batch);
  let progress = options.progress;
  let taughtBatches: { stage: Stage; of: TaughtBatches } | undefined;
  let measured: TestResult | undefined;
  let savedAt = performance.now();
  const save = async (now: TrainingProgress) => {
    progress = now;
    await options.save(progress);
    savedAt = performance.now();
  };

  for (;;) {
    const next = stageAfter(stages, progress.epochs.length);
    if (!next) break;
    const { stage, epoch, isLast } = next;
    if (taughtBatches?.stage !== stage) taughtBatches = { stage, of: taughtBatchesOf(stage, options) };
    const source = taughtBatches.of;
    const learningRate = stage.learningRate?.(epoch);
    const scalars = stage.scalars(epoch);
    const began = performance.now();
    const spentBefore = progress.seconds;
    const spent = () => spentBefore + (performance.now() - began) / 1000;
    let { step } = progress;
    const sums = { ...progress.sums };
    const beat = (trained = 0) =>
      heartbeat?.beat(() => {
        const inEpoch = step - (epoch - 1) * steps;
        const seen = Math.min(inEpoch * recipe.batch, images);
        const loss = sums.loss !== undefined ? sums.loss / seen : undefined;
        return { stage: stage.label, epoch, step: inEpoch, steps, loss, epochs: progress.epochs };
      }, trained);
    beat();

    while (step < epoch * steps) {
      const { batch, outputs } = await source.run(step, ({ batch, taught }) => ({
        step: stage.stepName(batch.indices.length),
        feeds: feedsOf(batch, { ...(learningRate !== undefined && { learningRate }), ...scalars }, taught),
      }));
      const size = batch.indices.length;
      step++;
      const totals = names.map((name) => outputs[outputName('loss', name)]?.[0] ?? 0);
      if (!totals.every(Number.isFinite)) throw diverged(`The loss of step ${step} (${stage.purpose}epoch ${epoch})`);
      addBatch(sums, outputs, size, names);
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

    let finished: Epoch;
    if (stage.label) {
      const trainedFor = learningRate !== undefined && { rate: learningRate, loss: sums.loss! / images };
      finished = { stage: stage.label, epoch, ...trainedFor, seconds: spent() };
    } else {
      const tested = await testNetworks({ trained, program, data, sums, onBatch: beat });
      measured = tested.measured;
      const weights = Object.keys(scalars).length > 0 && { weights: scalars };
      finished = { epoch, rate: learningRate!, ...weights, ...tested.epoch, seconds: spent() };
    }
    // Each stage counts its steps from 0.
    await save({ step: isLast ? 0 : step, epochs: [...progress.epochs, finished], sums: {}, seconds: 0 });
    if (stopRequested()) break;
  }
  return { progress, measured };
}

/** A stage's batches: those that come next are made, and seen by its teachers, before they are wanted. */
function taughtBatchesOf(
  stage: Stage,
  { configuration, data, assembly, batches, teacherCaches = [] }: LoopOptions,
): TaughtBatches {
  const { program, teacherBatch } = assembly;
  const stepsOfEpoch = stepsAnEpoch(data.training.labels.length, configuration.recipe.batch);
  const steps = stage.epochs * stepsOfEpoch;
  const teachers = stage.apart.map(
    ({ network, index }) =>
      new TeacherOutputs({ teacher: network, index, program, atOnce: teacherBatch, cache: teacherCaches[index] }),
  );
  const request = (step: number): BatchRequest => {
    return { purpose: stage.purpose, epoch: Math.floor(step / stepsOfEpoch) + 1, step, still: stage.still };
  };
  const take = async (step: number) => {
    const ahead = Math.min(batches.count, steps - step - 1);
    const batch = await batches.take(
      request(step),
      Array.from({ length: ahead }, (_, i) => request(step + 1 + i)),
    );
    if (step === 0) reached('batch');
    return batch;
  };
  const keepsNone = stage.apart.every(({ index }) => !teacherCaches[index]);
  // A GPU does one thing after the other, and one thread is never idle.
  const hasRoom = !backend().isUsingGpuDevice && computingThreads() > 1;
  const looksAhead = teachers.length > 0 && keepsNone && hasRoom;
  return new TaughtBatches({ program, teachers, take, steps, looksAhead });
}

/** What the stage's step is given; what a step does not read is left aside by the program. */
function feedsOf(
  batch: Batch,
  scalars: Readonly<Record<string, number>>,
  taught: readonly Taught[],
): Record<string, Values> {
  const { outcomes, ...read } = batch;
  const ofTeachers = taught.map(({ teacherLogits, teacherPooled }, index) => {
    const { logits, pooled } = taughtNames(index);
    return { [logits]: teacherLogits, [pooled]: teacherPooled };
  });
  return {
    ...read,
    ...Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, Float32Array.of(value)])),
    ...Object.assign({}, ...ofTeachers),
  };
}
