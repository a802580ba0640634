import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Method, makeMethod } from '../../model/distillers/make-method.ts';
import { defineMethod, type MethodContext } from '../../model/distillers/method.ts';
import type { Step, StepExecutor } from '../../model/engine/executor.ts';
import { mean, sum } from '../../model/engine/ops/reduction.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { createProgram } from '../../model/engine/program.ts';
import { RandomStream } from '../../model/engine/random.ts';
import { type Tensor, tf } from '../../model/engine/tensorflow.ts';
import type { Values } from '../../model/engine/variable.ts';
import { createNetwork } from '../../model/nets/registry.ts';
import { oneEpoch } from '../fixtures/recipe.ts';
import { Optimiser } from './optimiser.ts';
import { passStep } from './pass-step.ts';
import { evaluationStep, trainingStep } from './step.ts';

// What a method may say beside its loss, in recorded steps.

const [batch, classes, imageShape] = [4, 3, [32, 32, 3]];
const options = z.strictObject({ name: z.literal('example') });
const random = new RandomStream(0, 'images');
const noise = () => Float32Array.from({ length: batch * 32 * 32 * 3 }, () => random.normal());
const feeds: Record<string, Values> = {
  images: noise(),
  strongImages: noise(),
  labels: Int32Array.of(0, 1, 2, 1),
  learningRate: Float32Array.of(0),
};

/** Runs a pair of untrained networks with a method. */
async function withPair(
  make: (context: MethodContext<{ name: 'example' }>) => Method,
  stepsOf: (pair: {
    train(gamma: number, scalars?: readonly string[]): Step;
    pair: Pick<MethodContext, 'student' | 'teacher'>;
    method: Method;
  }) => Record<string, Step>,
): Promise<StepExecutor> {
  const [ofStudent, ofTeacher, ofDistiller] = [3, 4, 5].map((seed) => new Parameters(seed, `${seed}.`));
  const student = createNetwork('resnet8', ofStudent!, classes);
  const teacher = createNetwork('resnet8', ofTeacher!, classes);
  const method = make({ options: { name: 'example' }, parameters: ofDistiller!, student, teacher, images: batch });
  const variables = [...ofStudent!.variables, ...ofDistiller!.variables];
  const optimiser = new Optimiser(
    variables.filter(({ trainable }) => trainable),
    oneEpoch,
  );
  const train = (gamma: number, scalars: readonly string[] = []) =>
    trainingStep({
      ...{ student, teachers: [teacher], methods: [method], optimiser, batch, imageShape, scalars },
      ...{ weights: { gamma, alpha: 0, beta: 1, temperature: 4 }, showLogits: true },
    });
  const state = [...variables, ...optimiser.slots];
  const steps = stepsOf({ train, pair: { student, teacher }, method });
  return createProgram(state, steps, 'replay', { constants: ofTeacher!.variables });
}

test("a prediction takes the place of the student's logits in training and in tests, by the teacher's classifier too", async () => {
  const simple = defineMethod({
    ...{ options, reads: 'maps', predicts: true },
    create({ parameters, teacher }) {
      const copies = ['weight', 'bias'].map((name, i) =>
        parameters.addCopy(`classifier.${name}`, teacher.classifier[i]!),
      );
      const logits = (pooled: Tensor) => tf.mul(teacher.classify(pooled), 2);
      return {
        prediction: { variables: copies, logits: ({ pooled }) => logits(pooled) },
        loss: ({ student }) => sum(student.logits),
      };
    },
  });
  const program = await withPair(
    (context) => makeMethod(simple, context),
    ({ train, pair: { student, teacher }, method }) => ({
      train: train(1),
      tested: evaluationStep(student, batch, imageShape, method.prediction),
      byHand: {
        inputs: { images: { dtype: 'float32', shape: [batch, ...imageShape] } },
        run: ({ images }) => ({
          tested: tf.mul(teacher.classify(student.forward(images!, 'evaluation').pooled), 2),
          trained: tf.mul(teacher.classify(student.forward(images!, 'training').pooled), 2),
        }),
      },
    }),
  );
  const tested = program.run('tested', feeds);
  const byHand = program.run('byHand', feeds);
  const trained = program.run('train', feeds);
  for (const [found, expected] of [
    [tested.logits!, byHand.tested!],
    [trained.logits!, byHand.trained!],
  ] as const) {
    // In another graph other ops are fused: on some processors the last bits differ.
    const scale = Math.max(...expected.map(Math.abs));
    for (const [i, value] of found.entries()) expect(Math.abs(value - expected[i]!) / scale).toBeLessThan(1e-5);
  }
  const state = program.read();
  expect(state.get('5.classifier.weight')!.length).toBe(64 * classes);
  expect(state.get('5.classifier.weight')).not.toEqual(state.get('3.fc.weight'));
  program.dispose();
});

test('cross entropy sees the logits that the method makes, and weights each image as it says', async () => {
  const program = await withPair(
    (context) =>
      makeMethod(
        defineMethod({
          ...{ options, reads: 'logits' },
          create: () => ({
            // All classes alike: log(3) each.
            classified: ({ student }) => tf.mul(student.logits, 0),
            sampleWeights: () => tf.tensor1d([1, 0, 3, 0]),
            loss: () => tf.scalar(0),
          }),
        }),
        context,
      ),
    ({ train }) => ({ train: train(1) }),
  );
  expect(program.run('train', feeds).classification![0]).toBeCloseTo(Math.log(3), 5);
  program.dispose();
});

test('a loss is given the shares of its schedules, and needs no other graph for another epoch', async () => {
  const program = await withPair(
    (context) =>
      makeMethod(
        defineMethod({
          ...{ options, reads: 'logits' },
          create: () => ({ loss: ({ scalars }) => tf.mul(scalars.rise!, 5) }),
        }),
        context,
      ),
    ({ train }) => ({ train: train(0, ['rise']) }),
  );
  for (const share of [0.25, 1]) {
    expect(program.run('train', { ...feeds, rise: Float32Array.of(share) }).method![0]).toBe(5 * share);
  }
  program.dispose();
});

test("a loss reads both networks' outputs for a further form of the images", async () => {
  const program = await withPair(
    (context) =>
      makeMethod(
        defineMethod({
          ...{ options, reads: 'logits', alsoReads: ['strong'] },
          create: () => ({
            loss({ student, teacher, strong }) {
              const distance = (one: Tensor, other: Tensor) => mean(tf.square(tf.sub(one, other)));
              return tf.add(
                distance(student.logits, strong.student.logits),
                distance(teacher.logits, strong.teacher.logits),
              );
            },
          }),
        }),
        context,
      ),
    ({ train }) => ({ train: train(0) }),
  );
  expect(program.run('train', { ...feeds, strongImages: feeds.images! }).method![0]).toBe(0);
  expect(program.run('train', feeds).method![0]).toBeGreaterThan(1e-4);
  program.dispose();
});

test("a pass over the training set collects the teacher's outputs in the method's variables", async () => {
  const program = await withPair(
    (context) =>
      makeMethod(
        defineMethod({
          ...{ options, reads: 'pooled vector', alsoReads: ['labels'], pass: true },
          create({ parameters, teacher }) {
            const sums = parameters.add('sums', {
              ...{ torchShape: [classes, teacher.pooled], trainable: false },
              initial: ([rows = 0, columns = 0]) => new Float32Array(rows * columns),
            });
            return {
              pass({ teacher, labels }) {
                const ofClass = tf.oneHot(labels, classes).cast('float32');
                sums.assign(tf.add(sums.value, tf.matMul(ofClass, teacher.pooled, true)));
              },
              loss: () => sum(sums.value),
            };
          },
        }),
        context,
      ),
    ({ train, pair: { teacher }, method }) => ({
      pass: passStep(teacher, method, batch, imageShape),
      train: train(0),
    }),
  );
  expect(program.run('pass', feeds).seen![0]).toBe(batch);
  const once = program.read().get('5.sums')!;
  program.run('pass', feeds);
  const twice = program.read().get('5.sums')!;
  expect(once.some((value) => value !== 0)).toBe(true);
  once.forEach((value, i) => {
    expect(twice[i]).toBeCloseTo(2 * value, 4);
  });
  expect(program.run('train', feeds).method![0]).toBeCloseTo(
    Array.from(twice).reduce((all, value) => all + value),
    2,
  );
  program.dispose();
});
