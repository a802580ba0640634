import { expect, test } from 'vitest';
import { methodSchema } from '../../job/distiller.ts';
import { shapeOf } from '../../job/network.ts';
import { helperSize } from '../../train/fixtures/helper-size.ts';
import { oneEpoch } from '../../train/fixtures/recipe.ts';
import { createDistillation } from '../../train/learner/distillation.ts';
import { stepsOf } from '../../train/learner/learner.ts';
import { stepName } from '../../train/learner/names.ts';
import { createProgram } from '../engine/program.ts';
import { RandomStream } from '../engine/random.ts';
import { tf } from '../engine/tensorflow.ts';
import type { Values, Variable } from '../engine/variable.ts';
import type { NetworkName } from '../nets/registry.ts';
import { type MethodName, methods, reads, unfit } from './registry.ts';

const batch = 4;
const classes = 10;
const learningRate = Float32Array.of(0.01);

/** A batch of grey blots that stay the same. */
function batchOf(negatives: number) {
  const random = new RandomStream(0, 'images');
  const draw = (images: number) => Float32Array.from({ length: images * 32 * 32 * 3 }, () => random.normal());
  return {
    images: draw(batch),
    labels: Int32Array.from({ length: batch }, (_, i) => i),
    indices: Int32Array.from({ length: batch }, (_, i) => i),
    contrast: Int32Array.from({ length: batch * (1 + negatives) }, (_, i) => (i * 7) % 16),
    secondCropImages: draw(batch),
    strongImages: draw(batch),
    rotatedImages: draw(4 * batch),
  };
}

/**
 * Most have to do with maps of other sizes and other channels than the student's. ShuffleV1 has wide maps, for which some have
 * millions of weights. To those that read logits alone any teacher is the same, and a small one is recorded sooner.
 */
function teacherOf(name: MethodName, options: object): NetworkName {
  const method = methodSchema.parse(options);
  if (reads(method) === 'logits') return 'resnet14';
  const teachers = (['ShuffleV1', 'wrn_16_2', 'resnet14'] as const)
    .filter((teacher) => !unfit(method, shapeOf('resnet8'), shapeOf(teacher)))
    .filter((teacher) => helperSize(method, 'resnet8', teacher) < 10_000_000);
  // Untrained, ShuffleV1 says nearly the same of all images.
  return name === 'local-crd' ? 'wrn_16_2' : teachers[0]!;
}

const crd = { name: 'crd', negatives: 5 };
const cases: [string, MethodName, object][] = (Object.keys(methods) as MethodName[]).map((name) => {
  if (name === 'crd') return [name, name, crd];
  // Both have embeddings of the same names.
  const of = ['vid', 'crd', 'cc'].map((part) => ({ weight: 1, method: part === 'crd' ? crd : { name: part } }));
  return [name, name, name === 'combined' ? { name, of } : { name }];
});
cases.push(['crd with InfoNCE', 'crd', { ...crd, objective: 'infonce' }]);

/** With a weight of 1, three steps would change nothing but the rounding of PKT's loss, and diverge with sums over maps. */
const weights: Partial<Record<MethodName, number>> = { pkt: 30000, ofd: 0.001, mgd: 7e-5 };

/** Without cross entropy and weight decay, which would move the student's weights whatever the method does. */
function learnerOf(name: MethodName, options: object) {
  return createDistillation({
    student: 'resnet8',
    teacher: teacherOf(name, options),
    distiller: { gamma: 0, alpha: 0, beta: weights[name] ?? 1, temperature: 4, method: methodSchema.parse(options) },
    recipe: { ...oneEpoch, weightDecay: 0 },
    classes,
    imageShape: [32, 32, 3],
    images: 16,
    seed: 0,
  });
}

/** The first values that a variable of that name has had here: those of a network are drawn once for all. */
const drawn = new Map<string, Values>();

function setDrawn(network: string, variables: readonly Variable[]): void {
  for (const variable of variables) {
    const key = `${network} ${variable.name}`;
    const values = drawn.get(key);
    if (values) variable.set(tf.tensor(values, [...variable.shape], variable.dtype));
    else drawn.set(key, variable.value.dataSync() as Values);
  }
}

test.each(cases)('%s trains in recorded steps', async (_, name, options) => {
  const learner = learnerOf(name, options);
  const { state, teachers, stages } = learner;
  setDrawn('resnet8', learner.student);
  setDrawn(learner.networks.teachers[0]!.name, teachers[0]!);
  const all = Object.entries(stepsOf(learner, { training: [batch], teacher: batch, evaluation: batch }));
  // Nothing is tested here.
  const steps = Object.fromEntries(all.filter(([name]) => name !== stepName.evaluate));
  const program = await createProgram(state, steps, 'replay', { constants: teachers.flat() });
  const random = new RandomStream(0, 'uniforms');
  const uniforms = Float32Array.from({ length: batch * (learner.method!.draws ?? 0) }, () => random.uniform());
  const feeds = { ...batchOf(5), uniforms, ...fedTeacher() };
  const stem = () => program.read(learner.student).get('student.conv1.weight')!;
  for (const stage of stages) {
    const step = stage.stepName(batch);
    const scalars = Object.entries(stage.scalars(1)).map(([name, value]) => [name, Float32Array.of(value)]);
    const run = () => program.run(step, { ...feeds, learningRate, ...Object.fromEntries(scalars) });
    const before = stem();
    const losses = [run()];
    const { loss, firstStage } = learner.method!;
    const moves = stage.label === undefined ? loss !== undefined : firstStage?.trainsStudent;
    if (moves) expect(stem(), step).not.toEqual(before);
    else expect(stem(), step).toEqual(before);
    // A pass over the training set has no loss, and a method may have none beside its first stage.
    if (!stage.learningRate || (stage.label === undefined && !loss)) continue;
    losses.push(run(), run());
    for (const outputs of losses) {
      expect(Number.isFinite(outputs.loss![0]!), `${step} ${outputs.loss}`).toBe(true);
      if (outputs.method) expect(outputs.method[0]).not.toBe(0);
    }
    // The same images again and again: it cannot but get better at them.
    expect(losses[2]!.loss![0]!, step).toBeLessThan(losses[0]!.loss![0]!);
  }

  /** What the student's steps are given of a teacher that is computed apart. */
  function fedTeacher() {
    return stages.at(-1)!.apart.length > 0 ? program.run(stepName.teacher(), batchOf(5)) : {};
  }
  program.dispose();
});
