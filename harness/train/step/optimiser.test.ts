import { expect, test } from 'vitest';
import { createProgram, type Mode } from '../../model/engine/program.ts';
import { RandomStream } from '../../model/engine/random.ts';
import { tf } from '../../model/engine/tensorflow.ts';
import { Variable } from '../../model/engine/variable.ts';
import { Optimiser, type UpdateRule } from './optimiser.ts';

const names = ['student.conv.weight', 'student.fc.weight', 'distiller.embed.weight'];
const [size, steps] = [5, 4];
const rates = [0.1, 0.1, 0.03, 0.03];

const random = new RandomStream(1, 'an optimiser');
const draw = () => Float32Array.from({ length: size }, () => random.normal());
const initial = names.map(draw);
const gradients = rates.map(() => names.map(draw));

/** The parameters after some steps, from fed gradients. */
async function trained(rule: UpdateRule, mode: Mode): Promise<Float32Array[]> {
  const parameters = names.map((name, i) => new Variable({ name, shape: [size], initial: initial[i]!.slice() }));
  const optimiser = new Optimiser(parameters, rule);
  const inputs = Object.fromEntries(names.map((name) => [name, { dtype: 'float32', shape: [size] } as const]));
  const step = {
    inputs: { ...inputs, learningRate: { dtype: 'float32', shape: [] } as const },
    run({ learningRate, ...slopes }: Record<string, ReturnType<typeof tf.tensor>>) {
      optimiser.step(
        names.map((name) => slopes[name]!),
        learningRate!,
      );
      return { learningRate: tf.add(learningRate!, 0) };
    },
  };
  const program = await createProgram([...parameters, ...optimiser.slots], { step }, mode);
  for (const [i, learningRate] of rates.entries()) {
    program.run('step', {
      learningRate: Float32Array.of(learningRate),
      ...Object.fromEntries(names.map((name, place) => [name, gradients[i]![place]!])),
    });
  }
  const values = program.read(parameters);
  program.dispose();
  return names.map((name) => values.get(name) as Float32Array);
}

/** torch.optim.SGD as its documentation writes it down, in float64. */
function torchSgd(place: number, own: { rateFactor?: number; weightDecay: number; nesterov?: boolean }): number[] {
  const { rateFactor = 1, weightDecay, nesterov = false } = own;
  const weights = Array.from(initial[place]!);
  let buffer: number[] | undefined;
  for (let step = 0; step < steps; step++) {
    const gradient = weights.map((weight, i) => gradients[step]![place]![i]! + weightDecay * weight);
    buffer = buffer ? buffer.map((value, i) => 0.9 * value + gradient[i]!) : gradient;
    for (const i of weights.keys()) {
      const change = nesterov ? gradient[i]! + 0.9 * buffer[i]! : buffer[i]!;
      weights[i]! -= rateFactor * rates[step]! * change;
    }
  }
  return weights;
}

function expectNear(ours: Float32Array, expected: number[], what: string): void {
  for (const [i, value] of expected.entries()) expect(ours[i]!, `${what} ${i}`).toBeCloseTo(value, 5);
}

const rule = { momentum: 0.9, weightDecay: 0.01 };

test.each<Mode>(['eager', 'replay'])("%s: plain momentum and Nesterov's are torch's", async (mode) => {
  for (const nesterov of [undefined, true] as const) {
    const ours = await trained({ ...rule, ...(nesterov && { nesterov }) }, mode);
    names.forEach((name, i) => {
      expectNear(ours[i]!, torchSgd(i, { weightDecay: 0.01, ...(nesterov && { nesterov }) }), name);
    });
  }
});

test.each<Mode>(['eager', 'replay'])(
  '%s: groups have a learning rate and a weight decay of their own',
  async (mode) => {
    const parameterGroups = [
      { of: 'student.fc', rateFactor: 10, weightDecay: 0 },
      { of: 'student', rateFactor: 0.5 },
      // A part of a name is no name.
      { of: 'distiller.em', rateFactor: 7 },
    ];
    const ours = await trained({ ...rule, parameterGroups }, mode);
    expectNear(ours[0]!, torchSgd(0, { rateFactor: 0.5, weightDecay: 0.01 }), names[0]!);
    expectNear(ours[1]!, torchSgd(1, { rateFactor: 10, weightDecay: 0 }), names[1]!);
    expectNear(ours[2]!, torchSgd(2, { weightDecay: 0.01 }), names[2]!);
  },
);
