import { z } from 'zod';
import type { Step } from '../../../model/engine/executor.ts';
import { createProgram, type Mode } from '../../../model/engine/program.ts';
import { type Tensor, tf } from '../../../model/engine/tensorflow.ts';
import { type Values, Variable } from '../../../model/engine/variable.ts';
import { DotOptimiser } from '../../../train/step/dot.ts';
import { compareQuantity, type QuantityComparison, relativeError } from '../compare.ts';
import type { CaseVectors } from '../vectors.ts';
import type { AfterMethod } from './method.ts';

const settingsSchema = z.object({
  lr: z.number(),
  momentum: z.number(),
  delta: z.number(),
  momentum_task: z.number(),
  momentum_kd: z.number(),
  weight_decay: z.number(),
  dampening: z.literal(0),
  steps: z.int(),
});

/** What the vectors call the gradients of labels and of teachers, and the buffers of their momenta with our names' beginnings. */
const kinds = { labels: 'grad_task', teachers: 'grad_kd' } as const;
const buffers = { momentum: 'momentum.', momentum_kd: 'momentum-of-teachers.' } as const;

/** Some steps of DOT's optimiser, from gradients that are given; some parameters have those of labels or of teachers alone. */
async function steps(vectors: CaseVectors, mode: Mode): Promise<QuantityComparison[]> {
  const settings = vectors.settings(settingsSchema);
  const { lr, momentum, delta, weight_decay: weightDecay } = settings;
  const parameters = vectors.names('param0/').map((stored) => {
    const { values, shape } = vectors.get(stored);
    return new Variable({ name: stored.slice('param0/'.length), shape, initial: Float32Array.from(values) });
  });
  const optimiser = new DotOptimiser(parameters, { momentum, weightDecay }, { delta });
  const gradientNames = (count: number) =>
    Object.values(kinds).flatMap((kind) => vectors.names(`${kind}${count}/`).map((name) => [kind, name] as const));
  /** The name of a gradient in every step. */
  const inputOf = (kind: string, parameter: string) => `${kind}/${parameter}`;
  const parameterOf = (stored: string) => stored.slice(stored.indexOf('/') + 1);
  const shapes = new Map(parameters.map(({ name, shape }) => [name, shape]));
  const step: Step = {
    inputs: {
      rate: { dtype: 'float32', shape: [] },
      ...Object.fromEntries(
        gradientNames(0).map(([kind, stored]) => {
          const parameter = parameterOf(stored);
          return [inputOf(kind, parameter), { dtype: 'float32' as const, shape: shapes.get(parameter)! }];
        }),
      ),
    },
    run({ rate, ...given }: Record<string, Tensor>) {
      const [ofLabels, ofTeachers] = [kinds.labels, kinds.teachers].map((kind) =>
        parameters.map(({ name }) => given[inputOf(kind, name)]),
      );
      optimiser.stepApart(ofLabels!, ofTeachers!, rate!);
      return { rate: tf.add(rate!, 0) };
    },
  };
  const program = await createProgram([...parameters, ...optimiser.slots], { step }, mode);
  const comparisons: QuantityComparison[] = [
    { quantity: 'momentum_task', error: relativeError([momentum - delta], [settings.momentum_task]), tolerance: 1e-12 },
    { quantity: 'momentum_kd', error: relativeError([momentum + delta], [settings.momentum_kd]), tolerance: 1e-12 },
  ];
  for (let count = 0; count < settings.steps; count++) {
    const feeds = gradientNames(count).map(([kind, stored]): [string, Values] => [
      inputOf(kind, parameterOf(stored)),
      Float32Array.from(vectors.get(stored).values),
    ]);
    program.run('step', { rate: Float32Array.of(lr), ...Object.fromEntries(feeds) });
    const state = program.read();
    const quantities = Object.entries({ param: '', ...buffers }).flatMap(([kind, prefix]) =>
      parameters.map(({ name }) => [`step${count}/${kind}/${name}`, prefix + name] as const),
    );
    for (const [quantity, variable] of quantities.filter(([quantity]) => vectors.has(quantity)))
      comparisons.push(compareQuantity(vectors, quantity, state.get(variable)!));
  }
  program.dispose();
  return comparisons;
}

export const dot: AfterMethod = { misc: { dot: steps } };
