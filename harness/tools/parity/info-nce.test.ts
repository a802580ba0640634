import { expect, test } from 'vitest';
import { total } from '../../model/distillers/layers.ts';
import { contrastiveTransfer } from '../../model/distillers/modules/contrastive-transfer.ts';
import { infoNceObjective } from '../../model/distillers/modules/info-nce-objective.ts';
import { gradients } from '../../model/engine/gradients.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { createProgram, type Mode } from '../../model/engine/program.ts';
import { RandomStream } from '../../model/engine/random.ts';
import type { Tensor } from '../../model/engine/tensorflow.ts';
import { type Values, Variable } from '../../model/engine/variable.ts';
import { relativeError } from './compare.ts';
import { variableInTorch } from './state.ts';

// The authors published no code for InfoNCE: it is compared with its formula, written here once more in float64.

const batch = 3;
const images = 10;
const negatives = 6;
const dimension = 4;
const widths = [5, 7] as const;
const indices = Int32Array.of(8, 0, 3);
/** Each image's own row, then others; a row may be there twice. */
const contrast = Int32Array.of(8, 0, 1, 2, 3, 4, 4, 0, 9, 7, 5, 3, 1, 8, 3, 2, 2, 6, 7, 8, 9);

const random = new RandomStream(7, 'pooled vectors');
const vectors = (width: number) => Float32Array.from({ length: batch * width }, () => random.normal());
const teacherVectors = vectors(widths[1]);
const studentVectors = vectors(widths[0]);

type Tensors = ReadonlyMap<string, ArrayLike<number>>;

/** The mean over the batch of -log softmax of the positive, both directions added. */
function formula(values: Tensors, temperature: number): number {
  const ofStudent = embedded(values, 'embed_s', values.get('student')!, widths[0]);
  const ofTeacher = embedded(values, 'embed_t', teacherVectors, widths[1]);
  return (
    direction(ofStudent, values.get('memory_v2')!, temperature) +
    direction(ofTeacher, values.get('memory_v1')!, temperature)
  );
}

function embedded(values: Tensors, name: string, vectors: ArrayLike<number>, width: number): number[][] {
  const [weight, bias] = [values.get(`${name}.linear.weight`)!, values.get(`${name}.linear.bias`)!];
  return Array.from({ length: batch }, (_, row) => {
    const outputs = Array.from({ length: dimension }, (_, out) => {
      let sum = bias[out]!;
      for (let i = 0; i < width; i++) sum += weight[out * width + i]! * vectors[row * width + i]!;
      return sum;
    });
    const length = Math.hypot(...outputs);
    return outputs.map((value) => value / length);
  });
}

function direction(anchors: readonly number[][], bank: ArrayLike<number>, temperature: number): number {
  const losses = anchors.map((anchor, row) => {
    const indices = contrast.subarray(row * (1 + negatives), (row + 1) * (1 + negatives));
    const scores = Array.from(
      indices,
      (place) => anchor.reduce((sum, value, i) => sum + value * bank[place * dimension + i]!, 0) / temperature,
    );
    return Math.log(scores.reduce((sum, score) => sum + Math.exp(score - scores[0]!), 0));
  });
  return losses.reduce((sum, loss) => sum + loss) / batch;
}

/** Of the formula with respect to one tensor, by central differences. */
function slope(values: Tensors, name: string, temperature: number): number[] {
  const own = Float64Array.from(values.get(name)!);
  const at = (place: number, value: number) =>
    formula(new Map([...values, [name, own.with(place, value)]]), temperature);
  const step = 1e-5;
  return Array.from(own, (value, place) => (at(place, value + step) - at(place, value - step)) / (2 * step));
}

async function compare(temperature: number, mode: Mode): Promise<{ losses: number[]; gradients: Values[][] }> {
  const student = new Variable({ name: 'student', shape: [batch, widths[0]], initial: studentVectors });
  const parameters = new Parameters(0);
  const options = { widths, dimension, negatives, temperature, images, momentum: 0.5 };
  const contrastive = contrastiveTransfer(parameters, { ...options, objective: infoNceObjective });
  const watched = [student, ...parameters.variables.filter(({ trainable }) => trainable)];
  const variables = [student, ...parameters.variables];
  expect(variables.map(({ name }) => name)).not.toContain('normaliser_v1');
  const call = {
    inputs: {
      teacher: { dtype: 'float32' as const, shape: [batch, widths[1]] },
      indices: { dtype: 'int32' as const, shape: [batch] },
      contrast: { dtype: 'int32' as const, shape: [batch, 1 + negatives] },
    },
    run({ teacher, indices, contrast }: Record<string, Tensor>) {
      const { loss, gradients: slopes } = gradients(watched, () => ({
        loss: total(contrastive(student.value, teacher!, indices!, contrast!).map(({ loss }) => loss)),
      }));
      return { loss, ...Object.fromEntries(watched.map(({ name }, i) => [name, slopes[i]!])) };
    },
  };
  const program = await createProgram(variables, { call }, mode);
  const found = { losses: [] as number[], gradients: [] as Values[][] };
  // The second call meets rows that the first one remembered.
  for (let i = 0; i < 2; i++) {
    const state = program.read();
    const values = new Map(variables.map((one) => [one.name, variableInTorch(state.get(one.name)!, one)]));
    const outputs = program.run('call', { teacher: teacherVectors, indices, contrast });
    const expected = formula(values, temperature);
    expect(outputs.loss![0]! / expected).toBeCloseTo(1, 5);
    for (const variable of watched) {
      const ours = variableInTorch(outputs[variable.name]!, variable);
      expect(relativeError(ours, slope(values, variable.name, temperature)), variable.name).toBeLessThan(2e-5);
    }
    found.losses.push(outputs.loss![0]!);
    found.gradients.push(watched.map(({ name }) => outputs[name]!));
  }
  program.dispose();
  expect(found.losses[1]).not.toBe(found.losses[0]);
  return found;
}

test.each([0.02, 0.07, 0.3])(
  'InfoNCE at temperature %d: value and gradients are the formula, eager and replayed',
  async (temperature) => {
    const eager = await compare(temperature, 'eager');
    const replayed = await compare(temperature, 'replay');
    expect(relativeError(replayed.losses, eager.losses)).toBeLessThan(1e-6);
    for (const [call, ones] of eager.gradients.entries()) {
      for (const [i, values] of ones.entries())
        expect(relativeError(replayed.gradients[call]![i]!, values)).toBeLessThan(1e-5);
    }
  },
);
