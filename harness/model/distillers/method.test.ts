import { expect, test } from 'vitest';
import { z } from 'zod';
import { networkOfShape } from '../engine/fixtures/network-of-shape.ts';
import { Parameters } from '../engine/parameters.ts';
import { tf } from '../engine/tensorflow.ts';
import { firstStageEpochsOf } from './first-stage.ts';
import { inOtherEpochs } from './in-other-epochs.ts';
import { type MethodInputs, makeMethod } from './make-method.ts';
import { defineMethod } from './method.ts';

const options = z.strictObject({ name: z.literal('example') });
const network = networkOfShape({ name: 'none', maps: [], pooled: 1 }, 1);
const context = {
  ...{ options: { name: 'example' as const }, student: network, teacher: network, images: 1 },
  parameters: new Parameters(0),
};
const outputs = {
  logits: tf.zeros([1]),
  pooled: tf.zeros([2]),
  maps: [tf.zeros([3])],
  preactivations: [tf.zeros([4])],
};
const step: MethodInputs = {
  ...{ student: outputs, teacher: outputs },
  ...{ labels: tf.zeros([5]), indices: tf.zeros([6]), contrast: tf.zeros([7]) },
};

test('what a method has not declared, its loss cannot read: the compiler says so', () => {
  defineMethod({
    options,
    reads: 'logits',
    create: () => ({
      // @ts-expect-error: logits alone
      loss: ({ student }) => student.pooled,
    }),
  });
  defineMethod({
    options,
    reads: 'pooled vector',
    create: () => ({
      // @ts-expect-error: no maps
      loss: ({ teacher }) => teacher.maps[0]!,
    }),
  });
  defineMethod({
    options,
    reads: 'maps',
    create: () => ({
      // @ts-expect-error: no pre-activations
      loss: ({ teacher }) => teacher.preactivations[0]!,
    }),
  });
  defineMethod({
    options,
    reads: 'maps',
    alsoReads: ['indices'],
    create: () => ({
      // @ts-expect-error: no labels
      loss: ({ labels }) => labels,
    }),
  });
  // @ts-expect-error: what it reads is missing
  defineMethod({ options, create: () => ({}) });
});

test('what it has declared, it can, and nothing else is there', () => {
  const seen: object[] = [];
  const logits = defineMethod({
    options,
    reads: 'logits',
    alsoReads: ['labels'],
    create: () => ({
      loss({ labels, ...inputs }) {
        seen.push(Object.keys(inputs.student), Object.keys(inputs.teacher), Object.keys(inputs));
        return tf.add(inputs.student.logits, labels);
      },
    }),
  });
  makeMethod(logits, context).loss!(step);
  expect(seen).toEqual([['logits'], ['logits'], ['student', 'teacher']]);

  const all = defineMethod({
    options,
    reads: 'maps',
    alsoReads: ['preactivations', 'indices', 'contrast'],
    create: () => ({
      negatives: 3,
      loss: ({ student: { maps, pooled, preactivations }, indices, contrast }) =>
        tf.concat([maps[0]!, pooled, preactivations[0]!, indices, contrast]),
    }),
  });
  expect(makeMethod(all, context).loss!(step).shape).toEqual([3 + 2 + 4 + 6 + 7]);
});

test('a method takes the first of the random numbers, where another one wants more', () => {
  const drawing = (draws: number) =>
    defineMethod({
      ...{ options, reads: 'logits', alsoReads: ['uniforms'] },
      create: () => ({ draws, loss: ({ uniforms }) => uniforms }),
    });
  const uniforms = tf.tensor2d([0.1, 0.2, 0.3, 0.4], [2, 2]);
  const seen = (draws: number) => makeMethod(drawing(draws), context).loss!({ ...step, uniforms });
  expect(seen(2)).toBe(uniforms);
  expect(Array.from(seen(1).dataSync(), (value) => value.toFixed(1))).toEqual(['0.1', '0.3']);
});

const staged = z.strictObject({ name: z.literal('example'), warmUp: z.strictObject({ epochs: z.number() }) });
const stagedContext = { ...context, options: { name: 'example' as const, warmUp: { epochs: 6 } } };

test('the settings of a first stage may have any name among the options', () => {
  const definition = defineMethod({
    ...{ options: staged, reads: 'nothing', firstStage: 'warmUp' },
    create: () => ({ firstStage: { trainsStudent: true, variables: [], loss: () => tf.scalar(0) } }),
  });
  expect(makeMethod(definition, stagedContext).firstStage).toBeDefined();
  expect(firstStageEpochsOf(definition, stagedContext.options)).toBe(6);
  expect(inOtherEpochs(definition, stagedContext.options, () => 2)).toEqual({
    name: 'example',
    warmUp: { epochs: 2 },
  });
  expect(firstStageEpochsOf({}, stagedContext.options)).toBe(0);
  expect(inOtherEpochs({}, stagedContext.options, () => 2)).toEqual(stagedContext.options);
  // @ts-expect-error: an option that has no epochs
  defineMethod({ options: staged, reads: 'nothing', firstStage: 'name', create: () => ({}) });
});

test('a first stage that its definition does not name is refused', () => {
  const unnamed = defineMethod({
    ...{ options, reads: 'nothing' },
    create: () => ({ firstStage: { trainsStudent: true, variables: [], loss: () => tf.scalar(0) } }),
  });
  expect(() => makeMethod(unnamed, context)).toThrow('a first stage if and only if');
});

test('a first stage sees all outputs of both networks, and pre-activations where they are declared', () => {
  const stage = (alsoReads: 'preactivations'[]) =>
    defineMethod({
      ...{ options: staged, reads: 'nothing', alsoReads, firstStage: 'warmUp' },
      create: () => ({
        firstStage: {
          ...{ trainsStudent: true, variables: [] },
          loss: ({ student }) => tf.tensor1d([Object.keys(student).length]),
        },
      }),
    });
  const seenBy = (alsoReads: 'preactivations'[]) =>
    makeMethod(stage(alsoReads), stagedContext).firstStage!.loss(step).dataSync()[0];
  expect([seenBy([]), seenBy(['preactivations'])]).toEqual([3, 4]);
});

test('a loss of a method that reads nothing is refused', () => {
  const blind = defineMethod({
    options,
    reads: 'nothing',
    create: () => ({
      // @ts-expect-error: the compiler refuses it too
      loss: () => tf.scalar(0),
    }),
  });
  expect(() => makeMethod(blind, context)).toThrow("a method with a loss cannot have `reads: 'nothing'`");
});

test.each([
  ['random numbers that its loss does not read', { alsoReads: [], draws: 3 }],
  ['a loss that reads random numbers, of which there are none', { alsoReads: ['uniforms' as const] }],
])('%s are refused', (_, { alsoReads, ...parts }) => {
  const definition = defineMethod({ options, reads: 'logits', alsoReads, create: () => parts });
  expect(() => makeMethod(definition, context)).toThrow('`draws` if and only if');
});

test.each([
  ['negatives that its loss does not read', { alsoReads: [], negatives: 3 }],
  ['a loss that reads negatives, of which there are none', { alsoReads: ['contrast' as const] }],
])('%s are refused', (_, { alsoReads, ...parts }) => {
  const definition = defineMethod({ options, reads: 'logits', alsoReads, create: () => parts });
  expect(() => makeMethod(definition, context)).toThrow('`negatives` if and only if');
});
