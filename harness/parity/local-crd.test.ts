import { expect, test } from 'vitest';
import { createMethod } from '../distillers/registry.ts';
import { gradients } from '../engine/gradients.ts';
import type { Network } from '../engine/network.ts';
import { Parameters } from '../engine/parameters.ts';
import { createProgram, type Mode } from '../engine/program.ts';
import { RandomStream } from '../engine/random.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { type Values, Variable } from '../engine/variable.ts';
import { methodSchema } from '../job/distiller.ts';
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

/** Rows of so many values, through a linear layer and divided by their lengths. */
function embedded(values: Tensors, name: string, rows: ArrayLike<number>, width: number): number[][] {
  const [weight, bias] = [values.get(`${name}.linear.weight`)!, values.get(`${name}.linear.bias`)!];
  return Array.from({ length: rows.length / width }, (_, row) => {
    const outputs = Array.from({ length: dimension }, (_, out) => {
      let sum = bias[out]!;
      for (let i = 0; i < width; i++) sum += weight[out * width + i]! * rows[row * width + i]!;
      return sum;
    });
    const length = Math.hypot(...outputs);
    return outputs.map((value) => value / length);
  });
}

/** @param known Z, where an earlier batch has set it */
function direction(wholes: number[][], places: number[][], known: number): { loss: number; Z: number } {
  const exponentials = wholes.map((whole) =>
    places.map((place) => Math.exp(whole.reduce((sum, value, i) => sum + value * place[i]!, 0) / temperature)),
  );
  const all = exponentials.flat();
  const Z = known > 0 ? known : all.reduce((sum, value) => sum + value) / all.length;
  const perImage = places.length / batch;
  const N = batch - 1;
  let loss = 0;
  exponentials.forEach((row, image) => {
    row.forEach((exponential, place) => {
      const score = exponential / Z;
      const isOwn = Math.floor(place / perImage) === image;
      loss -= isOwn ? Math.log(score / (score + N)) : Math.log(N / (score + N));
    });
  });
  return { loss: loss / (batch * perImage), Z };
}

function formula(values: Tensors, normalisers: readonly [number, number]) {
  const wholeOfStudent = embedded(values, 'embed_s', values.get('pooled')!, 6);
  const placesOfStudent = embedded(values, 'places_s', values.get('map')!, 5);
  const wholeOfTeacher = embedded(values, 'embed_t', teacher.pooled, 3);
  const placesOfTeacher = embedded(values, 'places_t', teacher.map, 4);
  const first = direction(wholeOfStudent, placesOfTeacher, normalisers[0]);
  const second = direction(wholeOfTeacher, placesOfStudent, normalisers[1]);
  return { loss: first.loss + second.loss, normalisers: [first.Z, second.Z] as const };
}

/** Of the formula with respect to one tensor, by central differences; Z is a constant there. */
function slope(values: Tensors, name: string, normalisers: readonly [number, number]): number[] {
  const own = Float64Array.from(values.get(name)!);
  const at = (place: number, value: number) =>
    formula(new Map([...values, [name, own.with(place, value)]]), normalisers).loss;
  const step = 1e-5;
  return Array.from(own, (value, place) => (at(place, value + step) - at(place, value - step)) / (2 * step));
}

async function run(mode: Mode): Promise<Values[]> {
  const map = new Variable({ name: 'map', shape: shapes.student.map, initial: student.map });
  const pooled = new Variable({ name: 'pooled', shape: shapes.student.pooled, initial: student.pooled });
  const parameters = new Parameters(0);
  const network = ({ map, pooled }: (typeof shapes)['student' | 'teacher']) =>
    ({ features: [{ channels: map[3] }, { channels: pooled[1] }] }) as unknown as Network;
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
          student: { logits: pooled.value, features: [map.value, pooled.value] },
          teacher: { logits: inputs.pooled!, features: [inputs.map!, inputs.pooled!] },
          indices: tf.tensor1d([0, 1, 2], 'int32'),
        }),
      }));
      return { loss, ...Object.fromEntries(watched.map(({ name }, i) => [name, slopes[i]!])) };
    },
  };
  const program = await createProgram(variables, { call }, mode);
  const inTorch = () => {
    const state = program.read();
    return new Map(variables.map((one) => [one.name, variableInTorch(state.get(one.name)!, one)]));
  };
  const found: Values[] = [];
  let normalisers: readonly [number, number] = [-1, -1];
  // Before the second call the student moves: Z stays that of the first one.
  for (let i = 0; i < 2; i++) {
    if (i === 1) {
      const state = program.read();
      program.write(new Map([...state, ['pooled', state.get('pooled')!.map((value) => value + 0.5)]]));
    }
    const values = inTorch();
    // Maps lie place by place here.
    values.set('map', program.read().get('map')! as Float32Array);
    const outputs = program.run('call', { map: teacher.map, pooled: teacher.pooled });
    const expected = formula(values, normalisers);
    normalisers = expected.normalisers;
    expect(outputs.loss![0]! / expected.loss).toBeCloseTo(1, 5);
    for (const variable of watched) {
      const ours = variable === map ? outputs.map! : variableInTorch(outputs[variable.name]!, variable);
      expect(relativeError(ours, slope(values, variable.name, normalisers)), variable.name).toBeLessThan(2e-5);
    }
    found.push(outputs.loss!, ...watched.map(({ name }) => outputs[name]!));
  }
  expect(inTorch().get('normaliser_v1')![0]! / normalisers[0]).toBeCloseTo(1, 5);
  program.dispose();
  return found;
}

test('local CRD: value and gradients are the formula, eager and replayed', async () => {
  const eager = await run('eager');
  const replayed = await run('replay');
  for (const [i, values] of eager.entries()) expect(relativeError(replayed[i]!, values)).toBeLessThan(1e-5);
});
