import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fromTorch, torchShape } from '../../model/engine/layout.ts';
import { crossEntropy } from '../../model/engine/ops/softmax.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { createProgram } from '../../model/engine/program.ts';
import { type StoredTensor, serializeTensors } from '../../model/engine/safetensors.ts';
import type { Tensor } from '../../model/engine/tensorflow.ts';
import type { Values } from '../../model/engine/variable.ts';
import { createNetwork } from '../../model/nets/registry.ts';
import { formulaWeight } from './formula.ts';
import { passes, runCase } from './run-case.ts';
import { imagesFromTorch } from './state.ts';
import { readIndex } from './vectors.ts';

const folder = await mkdtemp(join(tmpdir(), 'redistill-salt-'));
afterAll(() => rm(folder, { recursive: true }));

const [batch, pixels, classes] = [2, 3 * 32 * 32, 100];
const settings = { batch, step_offset: 5, steps: 1, init_epochs: 0, lr: 1e-30, weight_decay: 0, scheme: 'hash' };
const networks = { student: 'resnet8', teacher: 'resnet8', method: 'ce', gamma: 1, alpha: 0, beta: 0 };

/** The formula as the vectors' README has it, once more: u of a name, salted or not, at a place. */
function unit(name: string, place: number): number {
  const whole = 2n ** 32n;
  const hash = Buffer.from(name).reduce((hash, byte) => ((hash ^ BigInt(byte)) * 0x01000193n) % whole, 0x811c9dc5n);
  let x = (hash + BigInt(place)) % whole;
  x ^= x >> 16n;
  x = (x * 0x85ebca6bn) % whole;
  x ^= x >> 13n;
  x = (x * 0xc2b2ae35n) % whole;
  return Number(x ^ (x >> 16n)) / 2 ** 31 - 1;
}

/** What a resnet8 with salted weights outputs for the salted images, in training and then in evaluation. */
async function trained(salt: string): Promise<Map<string, Values>> {
  const parameters = new Parameters(0);
  const network = createNetwork('resnet8', parameters, classes, 32);
  const { variables } = parameters;
  const inputs = {
    images: { dtype: 'float32' as const, shape: [batch, 32, 32, 3] },
    labels: { dtype: 'int32' as const, shape: [batch] },
  };
  const run = (pass: 'training' | 'evaluation') => ({
    inputs,
    run({ images, labels }: Record<string, Tensor>) {
      const { logits } = network.forward(images!, pass);
      return { logits, loss: crossEntropy(logits, labels!) };
    },
  });
  const program = await createProgram(variables, { train: run('training'), evaluate: run('evaluation') }, 'eager');
  // The salt as a part of the names, which the formula sees as they are.
  const weight = (name: string, shape: readonly number[]) =>
    formulaWeight(`${salt}${name}`, shape, { name: 'hash', salt: '' });
  program.write(
    new Map(
      variables.map(({ name, shape, layout }) => [
        name,
        fromTorch<Values>(weight(name, torchShape(shape, layout)), shape, layout),
      ]),
    ),
  );
  const ofPass = (pass: number) =>
    Float32Array.from({ length: batch * pixels }, (_, place) => 2 * unit(`${salt}input${pass}`, place));
  const feeds = {
    images: imagesFromTorch(ofPass(settings.step_offset), [batch, 3, 32, 32]),
    labels: Int32Array.from({ length: batch }, (_, image) => image * 7 + settings.step_offset),
  };
  const { logits, loss } = program.run('train', feeds);
  const { logits: after } = program.run('evaluate', feeds);
  program.dispose();
  return new Map([
    ['step_logits', logits!],
    ['final_eval_logits', after!],
    ['step0/loss', loss!],
    ['step0/loss_cls', loss!],
    ['params_after/norm', new Float32Array(0)],
    ['params_after/samples', new Float32Array(0)],
  ]);
}

/** Writes a trajectory that was trained with a salt, and runs it as one of another. */
async function outcomeOf(salt: string, said: string) {
  const values = await trained(salt);
  const shapes: Record<string, number[]> = { step_logits: [1, batch, classes], final_eval_logits: [batch, classes] };
  const tensors = new Map<string, StoredTensor>(
    Array.from(values, ([name, values]) => [name, { values, shape: shapes[name] ?? [values.length] }]),
  );
  const [name, file] = ['traj/own', 'traj/own.safetensors'];
  const entries = Array.from(tensors, ([name, { shape }]) => ({ name, shape, dtype: 'F32', tol: 1e-5 }));
  const metadata = { case: JSON.stringify({ ...settings, ...networks, salt: said, param_names: [] }) };
  await mkdir(join(folder, 'traj'), { recursive: true });
  await writeFile(join(folder, file), serializeTensors({ tensors, metadata }));
  await writeFile(join(folder, 'index.json'), JSON.stringify({ cases: [{ case: name, file, tensors: entries }] }));
  return runCase(name, (await readIndex(folder)).get(name)!, 'replay');
}

test.each(['', 'own:', 'é'])('a trajectory of weights and images with the salt "%s" agrees', async (salt) => {
  const outcome = await outcomeOf(salt, salt);
  expect(outcome.failure).toBeUndefined();
  expect(outcome.comparisons.length).toBe(6);
  expect(passes(outcome)).toBe(true);
});

test('one with another salt than it says does not', async () => {
  const { comparisons } = await outcomeOf('own:', 'own');
  const agreeing = comparisons.filter(({ error, tolerance }) => error <= tolerance).map(({ quantity }) => quantity);
  expect(agreeing).toEqual(['params_after/norm', 'params_after/samples']);
});
