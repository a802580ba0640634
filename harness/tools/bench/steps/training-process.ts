/**
 * `training-process.ts CONFIGURATION`: trains as a job does, on noise, and tells how long its steps take, as
 * `side.ts` has it.
 */
import { readSync, writeSync } from 'node:fs';
import { peakKilobytes } from '../../../base/machine/peak-kilobytes.ts';
import { explain, isSystemError } from '../../../base/problem.ts';
import { firstStageEpochs } from '../../../job/job.ts';
import { sizeOf } from '../../../model/engine/shape.ts';
import { checkDevice } from '../../../train/job/environment.ts';
import { type Assembly, assemble, learnerOf } from '../../../train/learner/assemble.ts';
import { prefixes, stepName } from '../../../train/learner/names.ts';
import { type TrainingProgress, untrained } from '../../../train/loop/checkpoint.ts';
import { batchesFor, train } from '../../../train/loop/loop.ts';
import { openTeacherCache } from '../../../train/teacher/open-teacher-cache.ts';
import type { Round } from '../round.ts';
import { randomImages } from './random-images.ts';
import { type TrainingProcess, trainingProcessSchema } from './training-process-schema.ts';

/** What is not written takes no room: the file is sparse. */
const unbounded = { bytes: Number.MAX_SAFE_INTEGER, teachers: 1 };

try {
  await run(trainingProcessSchema.parse(JSON.parse(process.argv[2] ?? '')));
} catch (error) {
  process.exitCode = explain(error);
}

async function run({ configuration, images, stepsARound, teacherCache: told }: TrainingProcess): Promise<void> {
  checkDevice();
  const data = randomImages(images);
  // The teacher knows nothing: it keeps its initial weights.
  const assembly = await assemble(learnerOf(configuration, data), configuration, data, { cached: told !== undefined });
  collect(assembly);
  // What a first stage trains is left as it was made: the main stage's steps take as long.
  const epochs = Array.from({ length: firstStageEpochs(configuration) }, (_, epoch) => {
    return { stage: 'first' as const, epoch: epoch + 1, rate: configuration.recipe.rate, loss: 0, seconds: 0 };
  });
  const progress: TrainingProgress = { ...untrained, epochs };
  const [teacher] = assembly.stages.at(-1)!.apart;
  const teacherCache =
    told && teacher
      ? await openTeacherCache({ teacher: teacher.network, weights: 'initial', data, folder: told.folder }, unbounded)
      : undefined;
  const batches = batchesFor(configuration, data, assembly);
  const training = train({
    configuration,
    data,
    assembly,
    batches,
    teacherCaches: [teacherCache],
    progress,
    stopRequested: stepWatch(stepsARound, workOf(assembly, configuration.recipe.batch, told?.mode === 'warm')),
    save: async () => {},
  });
  // Its threads would keep a process that failed from ending.
  await training.finally(() => batches.stop());
  teacherCache?.close();
  assembly.program.dispose();
}

/** Puts ones where a pass over the training set would collect something: with zeros a loss may not be finite. */
function collect({ program, stages, state }: Assembly): void {
  if (!stages.some(({ still }) => still)) return;
  const collected = state.filter(({ name, trainable }) => name.startsWith(prefixes.distiller) && !trainable);
  const ones = collected.map(({ name, shape }) => [name, new Float32Array(sizeOf(shape)).fill(1)] as const);
  program.write(new Map([...program.read(), ...ones]));
}

/** Multiply-accumulates of a step of the main stage, and of teachers that are computed apart for it. */
function workOf({ program, stages, teacherBatch }: Assembly, batch: number, isTaught: boolean): number {
  const { stepName: main, apart } = stages.at(-1)!;
  const work = (name: string) => program.multiplyAccumulates!.get(name)!;
  const runs = isTaught ? 0 : Math.ceil(batch / teacherBatch);
  return work(main(batch)) + runs * apart.reduce((sum, { index }) => sum + work(stepName.teacher(index)), 0);
}

/** Is called after each step, and notes the time; says whether to stop. */
function stepWatch(stepsARound: number, multiplyAccumulates: number): () => boolean {
  let milliseconds: number[] = [];
  let before = performance.now();
  let processor = process.cpuUsage();
  return () => {
    milliseconds.push(performance.now() - before);
    if (milliseconds.length === stepsARound) {
      const { user, system } = process.cpuUsage(processor);
      const processorMilliseconds = (user + system) / 1000;
      const round: Round = { milliseconds, multiplyAccumulates, processorMilliseconds, peakKilobytes: peakKilobytes() };
      writeSync(1, `${JSON.stringify(round)}\n`);
      if (!waitForLine()) return true;
      milliseconds = [];
      processor = process.cpuUsage();
    }
    before = performance.now();
    return false;
  };
}

/** Waits for the line that asks for another round, and keeps the whole process waiting; false where the input ended. */
function waitForLine(): boolean {
  for (;;) {
    try {
      return readSync(0, Buffer.alloc(16)) > 0;
    } catch (error) {
      // Node may have set its input up not to wait.
      if (!isSystemError(error, 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
