import { setImmediate } from 'node:timers/promises';
import { drawMove, Normaliser } from '../data/augmentation.ts';
import { epochOrder, stepsAnEpoch } from '../data/batches.ts';
import type { ImageData } from '../data/image-set.ts';
import { NegativeSampler } from '../data/negatives.ts';
import { RandomStream } from '../engine/random.ts';
import type { Values } from '../engine/variable.ts';
import { type Configuration, epochsOf } from '../job/job.ts';
import type { MainEpoch } from '../job/result.ts';
import type { Assembly } from './assemble.ts';
import type { Progress } from './checkpoint.ts';
import { diverged } from './diverged.ts';
import { testAccuracy } from './evaluate.ts';
import { stageOf } from './stage.ts';

export interface LoopOptions {
  configuration: Configuration;
  data: ImageData;
  assembly: Assembly;
  /** Where to begin. */
  progress: Progress;
  /** Asked after each step: shall the job stop there? */
  stopRequested(): boolean;
  /** Called at the end of each epoch, and at a stop. */
  save(progress: Progress): Promise<void>;
}

/** Trains until the last epoch of the last stage is over, or until a stop is requested. */
export async function train(options: LoopOptions): Promise<Progress> {
  const { configuration, data, assembly, stopRequested, save } = options;
  const { recipe, seed } = configuration;
  const { program, method } = assembly;
  const { training, classes } = data;
  const images = training.labels.length;
  const normaliser = new Normaliser(data);
  const negatives = method?.negatives ? new NegativeSampler(training.labels, classes, method.negatives) : undefined;
  const steps = stepsAnEpoch(images, recipe.batch);
  let progress = options.progress;

  while (progress.epochs.length < epochsOf(configuration)) {
    const stage = stageOf(configuration, method, progress.epochs.length);
    const { epoch, rate } = stage;
    const order = epochOrder(seed, epoch, images, `${stage.purpose}order of an epoch`);
    const began = performance.now();
    const spent = () => progress.seconds + (performance.now() - began) / 1000;
    let { step } = progress;
    const sums = { ...progress.sums };

    while (step < epoch * steps) {
      const first = (step % steps) * recipe.batch;
      const places = order.subarray(first, first + recipe.batch);
      const random = new RandomStream(seed, `${stage.purpose}augmentation`, step);
      const feeds: Record<string, Values> = {
        images: normaliser.batch(training, places, () => drawMove(random, data)),
        rate: Float32Array.of(rate),
      };
      if (stage.isMain) {
        feeds.labels = places.map((place) => training.labels[place]!);
        if (method?.loss) feeds.indices = places;
        if (negatives) feeds.contrast = negatives.draw(seed, step, places);
      }
      const outputs = program.run(stage.stepName(places.length), feeds);
      step++;
      const loss = outputs.loss![0]!;
      if (!Number.isFinite(loss)) {
        throw diverged(`The loss of step ${step} (${stage.isMain ? '' : 'first stage, '}epoch ${epoch})`);
      }
      count(sums, outputs, places.length);
      // Signals are heard between steps.
      await setImmediate();
      if (stopRequested() && step < epoch * steps) {
        progress = { ...progress, step, sums, seconds: spent() };
        await save(progress);
        return progress;
      }
    }

    const finished = stage.isMain
      ? summarise(epoch, rate, sums, images, testAccuracy(program, normaliser), spent())
      : { stage: 'first' as const, epoch, rate, loss: sums.loss! / images, seconds: spent() };
    // Each stage counts its steps from 0.
    progress = { step: stage.isLast ? 0 : step, epochs: [...progress.epochs, finished], sums: {}, seconds: 0 };
    await save(progress);
    if (stopRequested()) return progress;
  }
  return progress;
}

const losses = ['loss', 'classification', 'distillation', 'method'] as const;

/** Adds a batch to an epoch's sums. */
function count(sums: Record<string, number>, outputs: Record<string, Values>, batch: number): void {
  for (const name of losses) {
    const value = outputs[name];
    if (value) sums[name] = (sums[name] ?? 0) + value[0]! * batch;
  }
  if (outputs.correct) sums.correct = (sums.correct ?? 0) + outputs.correct[0]!;
}

function summarise(
  epoch: number,
  rate: number,
  sums: Record<string, number>,
  images: number,
  testAccuracy: number,
  seconds: number,
): MainEpoch {
  const means = losses.filter((name) => name in sums).map((name) => [name, sums[name]! / images]);
  const trainAccuracy = (100 * sums.correct!) / images;
  return { epoch, rate, ...Object.fromEntries(means), trainAccuracy, testAccuracy, seconds };
}
