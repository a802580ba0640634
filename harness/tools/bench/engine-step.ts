import { imageSizeOf, type NetworkName } from '../../job/network.ts';
import type { StepExecutor } from '../../model/engine/executor.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { createProgram, type Mode } from '../../model/engine/program.ts';
import { RandomStream } from '../../model/engine/random.ts';
import type { Precision } from '../../model/engine/record/recorder.ts';
import { sizeOf } from '../../model/engine/shape.ts';
import type { Values } from '../../model/engine/variable.ts';
import { createNetwork } from '../../model/nets/registry.ts';
import { Optimiser } from '../../train/step/optimiser.ts';
import { trainingStep } from '../../train/step/step.ts';

const classes = 100;

/** A whole step of training one network by cross entropy, on random images: forward, backward, optimiser. */
export interface EngineStep {
  program: StepExecutor;
  /** Takes one step, on one of five batches in turn; returns the loss. */
  run(): number;
}

export async function engineStep(
  network: NetworkName,
  batch: number,
  mode: Mode,
  precision: Precision = 'float32',
): Promise<EngineStep> {
  const parameters = new Parameters(1, 'student.');
  const imageSize = imageSizeOf(network);
  const imageShape = [imageSize, imageSize, 3];
  const student = createNetwork(network, parameters, classes, imageSize);
  const { variables } = parameters;
  const trained = variables.filter(({ trainable }) => trainable);
  const optimiser = new Optimiser(trained, { momentum: 0.9, weightDecay: 5e-4 });
  const weights = { gamma: 1, alpha: 0, beta: 0, temperature: 1 };
  const step = trainingStep({ student, teachers: [], methods: [], weights, optimiser, batch, imageShape });
  const program = await createProgram([...variables, ...optimiser.slots], { step }, mode, { precision });
  // Made beforehand, because random numbers are not what is measured.
  const batches = Array.from({ length: 5 }, (_, step) => randomBatch(batch, step, imageShape));
  let count = 0;
  return {
    program,
    run: () => program.run('step', batches[count++ % batches.length]!).loss![0]!,
  };
}

function randomBatch(batch: number, step: number, imageShape: readonly number[]): Record<string, Values> {
  const random = new RandomStream(1, 'batch', step);
  const size = batch * sizeOf(imageShape);
  return {
    images: Float32Array.from({ length: size }, () => 4 * random.uniform() - 2),
    labels: Int32Array.from({ length: batch }, () => random.integer(classes)),
    learningRate: Float32Array.of(0.01),
  };
}
