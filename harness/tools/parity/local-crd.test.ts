import { expect, test } from 'vitest';
import { methodSchema } from '../../job/distiller.ts';
import { createMethod } from '../../model/distillers/registry.ts';
import { gradients } from '../../model/engine/gradients.ts';
import type { Network } from '../../model/engine/network.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { createProgram, type Mode } from '../../model/engine/program.ts';
import { RandomStream } from '../../model/engine/random.ts';
import { type Tensor, tf } from '../../model/engine/tensorflow.ts';
import { type Values, Variable } from '../../model/engine/variable.ts';
import { relativeError } from './compare.ts';
import { variableInTorch } from './state.ts';

// The authors published no code for it: it is compared with its formula, written here once more in float64.

const [batch, dimension, temperature] = [3, 4, 0.2];
const shapes = {
  student: { map: [batch, 2, 3, 5], pooled: [batch, 6] },
  teacher: { map: [batch, 2, 2, 4], pooled: [batch, 3] },
} as const;

const random = new RandomStream(7, 'features');
const normal = (shape: readonly number[]) =>
  Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => random.normal());
const teacher = { map: normal(shapes.teacher.map), pooled: normal(shapes.teacher.pooled) };
const student = { map: normal(shapes.student.map), pooled: normal(shapes.student.pooled) };

type Tensors = ReadonlyMap<string, ArrayLike<number>>;

/** Rows of that many values, through a linear layer, without their mean, divided by their lengths. */
function embedded(values: Tensors, name: string, rows: ArrayLike<number>, width: number): number[][] {
  const [weight, bias] = [values.get(`${name}.linear.weight`)!, values.get(`${name}.linear.bias`)!];
  const outputs = Array.from({ length: rows.length / width }, (_, row) =>
    Array.from({ length: dimension }, (_, out) => {
      let sum = bias[out]!;
      for (let i = 0; i < width; i++) sum += weight[out * width + i]! * rows[row * width + i]!;
      return sum;
    }),
  );
  const means = Array.from(
    { length: dimension },
    (_, out) => outputs.reduce((sum, one) => sum + one[out]!, 0) / outputs.length,
  );
  return outputs.map((one) => {
    const centred = one.map((value, out) => value - means[out]!);
    const length = Math.hypot(...centred);
    return centred.map((value) => value / length);
  });
}

function direction(wholes: number[][], positions: number[][]): number {
  const exponentials = wholes.map((whole) =>
    positions.map((position) => Math.exp(whole.reduce((sum, value, i) => sum + value * position[i]!, 0) / temperature)),
  );
  const Z = Math.exp(1 / (2 * dimension * temperature ** 2));
  const perImage = positions.length / batch;
  const N = batch - 1;
  let loss = 0;
  exponentials.forEach((row, image) => {
    row.forEach((exponential, position) => {
      const score = exponential / Z;
      const isOwn = Math.floor(position / perImage) === image;
      loss -= isOwn ? Math.log(score / (score + N)) : Math.log(N / (score + N));
    });
  });
  return loss / (batch * perImage);
}

function formula(values: Tensors): number {
  const wholeOfStudent = embedded(values, 'embed_s', values.get('pooled')!, 6);
  const placesOfStudent = embedded(values, 'places_s', values.get('map')!, 5);
  const wholeOfTeacher = embedded(values, 'embed_t', teacher.pooled, 3);
  const placesOfTeacher = embedded(values, 'places_t', teacher.map, 4);
  return direction(wholeOfStudent, placesOfTeacher) + direction(wholeOfTeacher, placesOfStudent);
}

/** Of the formula with respect to one tensor, by central differences. */
function slope(values: Tensors, name: string): number[] {
  const own = Float64Array.from(values.get(name)!);
  const at = (position: number, value: number) => formula(new Map([...values, [name, own.with(position, value)]]));
  const step = 1e-5;
  return Array.from(own, (value, position) => (at(position, value + step) - at(position, value - step)) / (2 * step));
}

const isBias = ({ name }: Variable) => name.endsWith('bias');

async function run(mode: Mode): Promise<Values[]> {
  const map = new Variable({ name: 'map', shape: shapes.student.map, initial: student.map });
  const pooled = new Variable({ name: 'pooled', shape: shapes.student.pooled, initial: student.pooled });
  const parameters = new Parameters(0);
  const network = ({ map, pooled }: (typeof shapes)['student' | 'teacher']) =>
    ({ maps: [{ channels: map[3] }], pooled: pooled[1] }) as unknown as Network;
  const options = methodSchema.parse({ name: 'local-crd', dimension, temperature });
  const networks = { student: network(shapes.student), teacher: network(shapes.teacher) };
  const method = createMethod(options, { parameters, ...networks, images: 10 });
  const watched = [map, pooled, ...parameters.variables.filter(({ trainable }) => trainable)];
  expect(watched).toHaveLength(2 + 4 * 2);
  const variables = [map, pooled, ...parameters.variables];
  const call = {
    inputs: {
      map: { dtype: 'float32' as const, shape: shapes.teacher.map },
      pooled: { dtype: 'float32' as const, shape: shapes.teacher.pooled },
    },
    run(inputs: Record<string, Tensor>) {
      const { loss, gradients: slopes } = gradients(watched, () => ({
        loss: method.loss!({
          student: { maps: [map.value], pooled: pooled.value, logits: pooled.value },
          teacher: { maps: [inputs.map!], pooled: inputs.pooled!, logits: inputs.pooled! },
          indices: tf.tensor1d([0, 1, 2], 'int32'),
        }),
      }));
      return { loss, ...Object.fromEntries(watched.map(({ name }, i) => [name, slopes[i]!])) };
    },
  };
  const program = await createProgram(variables, { call }, mode);
  const state = program.read();
  const values = new Map(variables.map((one) => [one.name, variableInTorch(state.get(one.name)!, one)]));
  // Maps lie position by position here.
  values.set('map', student.map);
  const outputs = program.run('call', { map: teacher.map, pooled: teacher.pooled });
  expect(outputs.loss![0]! / formula(values)).toBeCloseTo(1, 5);
  for (const variable of watched) {
    const ours = variable === map ? outputs.map! : variableInTorch(outputs[variable.name]!, variable);
    // What all vectors have in common is taken away, and a bias is nothing else.
    if (isBias(variable)) expect(Math.max(...ours.map(Math.abs)), variable.name).toBeLessThan(1e-6);
    else expect(relativeError(ours, slope(values, variable.name)), variable.name).toBeLessThan(2e-5);
  }
  program.dispose();
  return [outputs.loss!, ...watched.filter((one) => !isBias(one)).map(({ name }) => outputs[name]!)];
}

test('local CRD: value and gradients are the formula, eager and replayed', async () => {
  const eager = await run('eager');
  const replayed = await run('replay');
  for (const [i, values] of eager.entries()) expect(relativeError(replayed[i]!, values)).toBeLessThan(1e-5);
});
