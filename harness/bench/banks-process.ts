/**
 * `banks-process.ts IMAGES STEPS`: CRD with banks for so many images, through all that a job does with them: start, steps, a
 * checkpoint written, read and restored, steps. The networks are small and the images always the same; what grows with the data
 * set is there as it would be: banks, places, negatives. Prints a line of JSON.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { NegativeSampler } from '../data/negatives.ts';
import { createProgram, type Executor } from '../engine/program.ts';
import { RandomStream } from '../engine/random.ts';
import type { Values } from '../engine/variable.ts';
import { distillerSchema } from '../job/distiller.ts';
import { explain } from '../problem.ts';
import { readCheckpoint, start, writeCheckpoint } from '../train/checkpoint.ts';
import { createLearner, stepName } from '../train/learner.ts';
import { weightNorm } from '../train/weight-norm.ts';
import type { Banks } from './banks.ts';
import { median } from './median.ts';

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
  const learner = createLearner({
    ...{ student: 'resnet8', teacher: 'resnet8', distiller, classes, imageShape: [32, 32, 3], images, seed: 1 },
    recipe: { momentum: 0.9, weightDecay: 1e-4 },
  });
  const began = performance.now();
  const program = await createProgram(learner.state, learner.trainingSteps(batch), 'replay', {
    constants: learner.teachers.flat(),
  });
  const startSeconds = (performance.now() - began) / 1000;
  const labels = Int32Array.from({ length: images }, (_, image) => image % classes);
  const sampler = new NegativeSampler(labels, classes, learner.method!.negatives!);
  const channels = learner.networks.teachers[0]!.features.at(-1)!.channels;
  // The first step is slower: TensorFlow prepares the graph in it.
  takeSteps(program, sampler, { labels, channels, first: 0, steps: 1 });
  const milliseconds = takeSteps(program, sampler, { labels, channels, first: 1, steps });
  weightNorm(learner.student, program.read(learner.student));
  const folder = await mkdtemp(join(tmpdir(), 'redistill-banks-'));
  try {
    const files = { checkpoint: join(folder, 'checkpoint'), previousCheckpoint: join(folder, 'previous') };
    await writeCheckpoint(files, 'bench', learner.state, { progress: start, program });
    const checkpoint = await readCheckpoint(files, 'bench', learner.state);
    await checkpoint!.restore(program);
  } finally {
    await rm(folder, { recursive: true });
  }
  takeSteps(program, sampler, { labels, channels, first: steps + 1, steps: 1 });
  program.dispose();
  const measured: Banks = {
    images,
    startSeconds,
    milliseconds: median(milliseconds),
    peakMebibytes: process.resourceUsage().maxRSS / 1024,
  };
  console.log(JSON.stringify(measured));
}

interface Course {
  labels: Int32Array;
  /** Of the teacher's pooled vector. */
  channels: number;
  /** The number of the first step. */
  first: number;
  steps: number;
}

/** Takes steps; returns how long TensorFlow took for each, in milliseconds. */
function takeSteps(program: Executor, sampler: NegativeSampler, { labels, channels, first, steps }: Course): number[] {
  return Array.from({ length: steps }, (_, count) => {
    const random = new RandomStream(1, 'places', first + count);
    const places = Int32Array.from({ length: batch }, () => random.integer(labels.length));
    const feeds: Record<string, Values> = {
      images: Float32Array.from({ length: batch * 32 * 32 * 3 }, (_, i) => ((i * 37) % 101) / 50 - 1),
      labels: places.map((place) => labels[place]!),
      rate: Float32Array.of(0.05),
      indices: places,
      contrast: sampler.draw(1, first + count, places),
      teacherLogits: new Float32Array(batch * classes),
      teacherPooled: Float32Array.from({ length: batch * channels }, (_, i) => ((i * 13) % 17) / 17),
    };
    const began = performance.now();
    program.run(stepName.train(batch), feeds);
    return performance.now() - began;
  });
}
