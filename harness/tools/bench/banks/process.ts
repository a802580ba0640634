/**
 * `process.ts IMAGES STEPS`: CRD with banks for that many images. It goes through all that a job does with them (start, steps, a
 * checkpoint written, read and restored), then takes rounds of that many steps, as `side.ts` has it. The networks are small and
 * the images always the same; what grows with the data set is there as it would be: banks, places, negatives.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { z } from 'zod';
import { makeTemporaryFolder } from '../../../base/files/temporary-folder.ts';
import { peakKilobytes } from '../../../base/machine/peak-kilobytes.ts';
import { explain } from '../../../base/problem.ts';
import { NegativeSampler } from '../../../data/sets/negatives.ts';
import { distillerSchema } from '../../../job/distiller.ts';
import type { StepExecutor } from '../../../model/engine/executor.ts';
import { createProgram } from '../../../model/engine/program.ts';
import { RandomStream } from '../../../model/engine/random.ts';
import type { Values } from '../../../model/engine/variable.ts';
import { createDistillation, type Distillation } from '../../../train/learner/distillation.ts';
import { stepsOf } from '../../../train/learner/learner.ts';
import { stepName } from '../../../train/learner/names.ts';
import { readCheckpoint, untrained, writeCheckpoint } from '../../../train/loop/checkpoint.ts';
import { weightNorm } from '../../../train/loop/weight-norm.ts';
import type { Round } from '../round.ts';

const batch = 64;
const classes = 1000;
const distiller = distillerSchema.parse({
  ...{ name: 'CRD', gamma: 1, alpha: 0, beta: 0.8, source: 'the paper' },
  method: { name: 'crd' },
});

try {
  const [images, steps] = z.tuple([z.coerce.number().int(), z.coerce.number().int()]).parse(process.argv.slice(2));
  await run(images, steps);
} catch (error) {
  process.exitCode = explain(error);
}

async function run(images: number, steps: number): Promise<void> {
  const learner = createDistillation({
    ...{ student: 'resnet8', teacher: 'resnet8', distiller, classes, imageShape: [32, 32, 3], images, seed: 1 },
    recipe: { epochs: 1, batch, rate: 0.1, momentum: 0.9, weightDecay: 1e-4, dropsAfter: [], dropFactor: 0.1 },
  });
  const recorded = stepsOf(learner, { training: [batch], teacher: batch, evaluation: batch });
  const program = await createProgram(learner.state, recorded, 'replay', {
    constants: learner.teachers.flat(),
  });
  const takeStep = stepTaker(learner, program, images);
  takeStep();
  await saveAndRestore(learner, program);
  const say = () => console.log(JSON.stringify(round(takeStep, steps)));
  say();
  for await (const _ of createInterface({ input: process.stdin })) say();
  program.dispose();
}

/** What a job does after an epoch, and what it does when it goes on. */
async function saveAndRestore(learner: Distillation, program: StepExecutor): Promise<void> {
  weightNorm(learner.student, program.read(learner.student));
  const folder = await makeTemporaryFolder('banks');
  try {
    const files = { checkpoint: join(folder, 'checkpoint'), previousCheckpoint: join(folder, 'previous') };
    await writeCheckpoint(files, 'bench', learner.state, { progress: untrained, program });
    const checkpoint = await readCheckpoint(files, 'bench', learner.state);
    await checkpoint!.restore(program);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function round(takeStep: () => number, steps: number): Round {
  const before = process.cpuUsage();
  const milliseconds = Array.from({ length: steps }, takeStep);
  const { user, system } = process.cpuUsage(before);
  const processorMilliseconds = (user + system) / 1000;
  return { milliseconds, processorMilliseconds, peakKilobytes: peakKilobytes() };
}

/** @returns takes a step, and returns how long it took in milliseconds, with the drawing of its negatives */
function stepTaker(learner: Distillation, program: StepExecutor, images: number): () => number {
  const labels = Int32Array.from({ length: images }, (_, image) => image % classes);
  const sampler = new NegativeSampler(labels, classes, learner.method!.negatives!);
  const { pooled: channels } = learner.networks.teachers[0]!;
  const always = {
    images: Float32Array.from({ length: batch * 32 * 32 * 3 }, (_, i) => ((i * 37) % 101) / 50 - 1),
    learningRate: Float32Array.of(0.05),
    teacherLogits: new Float32Array(batch * classes),
    teacherPooled: Float32Array.from({ length: batch * channels }, (_, i) => ((i * 13) % 17) / 17),
  };
  let step = 0;
  return () => {
    const random = new RandomStream(1, 'places', step);
    const indices = Int32Array.from({ length: batch }, () => random.integer(images));
    const began = performance.now();
    const feeds: Record<string, Values> = {
      ...always,
      labels: indices.map((index) => labels[index]!),
      indices,
      contrast: sampler.draw(1, step++, indices),
    };
    program.run(stepName.train(batch), feeds);
    return performance.now() - began;
  };
}
