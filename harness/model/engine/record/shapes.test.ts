import { expect, test } from 'vitest';
import { methodSchema } from '../../../job/distiller.ts';
import { shapeOf } from '../../../job/network.ts';
import { helperSize } from '../../../train/fixtures/helper-size.ts';
import { oneEpoch } from '../../../train/fixtures/recipe.ts';
import { createDistillation } from '../../../train/learner/distillation.ts';
import { stepsOf as stepsOfLearner } from '../../../train/learner/learner.ts';
import { type MethodName, methods, unfit } from '../../distillers/registry.ts';
import type { NetworkName } from '../../nets/registry.ts';
import { feedTensors } from '../executor.ts';
import { sizeOf } from '../shape.ts';
import { tf } from '../tensorflow.ts';
import { outputShapes } from './shapes.ts';
import { watchKernels } from './watch.ts';

const batch = 3;

/** Pairs of unlike families; the last one for those that want the same channels on both sides. */
const pairs: [student: NetworkName, teacher: NetworkName][] = [
  ['MobileNetV2', 'vgg8'],
  ['ShuffleV1', 'wrn_16_1'],
  ['ShuffleV2', 'resnet8'],
  ['resnet8', 'resnet14'],
];

/** Every training step of a pair and a method, and those of teacher and evaluation; and the variables that they read. */
function stepsOf(student: NetworkName, teacher: NetworkName, name: MethodName) {
  const learner = createDistillation({
    student,
    teacher,
    distiller: { gamma: 1, alpha: 1, beta: 1, temperature: 4, method: methodSchema.parse(optionsOf(name)) },
    recipe: oneEpoch,
    classes: 10,
    imageShape: [32, 32, 3],
    images: 20,
    seed: 1,
  });
  const steps = stepsOfLearner(learner, { training: [batch], teacher: batch, evaluation: batch });
  return { steps, variables: [...learner.state, ...learner.teachers.flat()] };
}

const crd = { name: 'crd', negatives: 4 };
const both = [{ ...crd, objective: 'infonce' }, { name: 'pkt' }].map((method) => ({ weight: 1, method }));

function optionsOf(name: MethodName): object {
  if (name === 'crd') return crd;
  return name === 'combined' ? { name, of: both } : { name };
}

/** Each with another pair than the one before it, if it serves it with no more than millions of weights. */
const cases = (Object.keys(methods) as MethodName[]).map((name, i): [MethodName, NetworkName, NetworkName] => {
  const method = methodSchema.parse(optionsOf(name));
  const inTurn = pairs.map((_, next) => pairs[(i + next) % pairs.length]!);
  const pair = inTurn.find(([student, teacher]) => {
    if (unfit(method, shapeOf(student), shapeOf(teacher))) return false;
    return helperSize(method, student, teacher) < 10_000_000;
  });
  return [name, ...pair!];
});

test.each(cases)('%s, %s by %s: kernels have the outputs that the rules foresee', (name, student, teacher) => {
  const foreseen = new Set<string>();
  const wrong: string[] = [];
  const { steps, variables } = stepsOf(student, teacher, name);
  // Drawing their first values would take longer than the steps, and shapes do not depend on them.
  for (const variable of variables) variable.set(tf.zeros([...variable.shape], variable.dtype));
  for (const step of Object.values(steps)) {
    tf.tidy(() => {
      const zeros = Object.entries(step.inputs).map(([input, { dtype, shape }]) => {
        const size = sizeOf(shape);
        return [input, dtype === 'int32' ? new Int32Array(size) : new Float32Array(size)] as const;
      });
      const inputs = feedTensors('step', step, Object.fromEntries(zeros));
      watchKernels(
        ({ op, attributes, inputs, outputs }) => {
          const shapes = outputShapes(op, attributes, inputs, (tensor) => Array.from(tensor.dataSync()));
          if (!shapes) return;
          foreseen.add(op);
          const found = outputs.map(({ shape }) => shape);
          if (JSON.stringify(shapes) !== JSON.stringify(found)) {
            wrong.push(`${op}: [${shapes.join('] [')}] instead of [${found.join('] [')}]`);
          }
        },
        () => step.run(inputs),
      );
    });
  }
  for (const variable of variables) variable.dispose();
  expect([...new Set(wrong)]).toEqual([]);
  expect(foreseen.size).toBeGreaterThan(15);
});

test('for factors and terms that do not fit, the kernel itself has to speak', () => {
  const [two, three] = [tf.zeros([2, 2]), tf.zeros([3, 3])];
  const product = [
    { name: 'transpose_a', type: 0, value: false },
    { name: 'transpose_b', type: 0, value: false },
  ];
  const none = () => [];
  expect(outputShapes('MatMul', product, [two, three], none)).toBeUndefined();
  expect(outputShapes('Add', [], [two, three], none)).toBeUndefined();
  expect(outputShapes('Add', [], [two, tf.zeros([1, 2])], none)).toEqual([[2, 2]]);
  expect(outputShapes('MatMul', product, [two, tf.zeros([2, 5])], none)).toEqual([[2, 5]]);
});
