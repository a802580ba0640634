import type { z } from 'zod';
import type { NetworkOutputs } from '../engine/network.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { type Augmented, augmentedForms } from './augmented.ts';
import {
  type Created,
  type Extra,
  type Extras,
  type FirstStage,
  type LossInputs,
  type MethodContext,
  type MethodDefinition,
  type PassInputs,
  type Prediction,
  type Reads,
  readingLevels,
} from './method.ts';

/** A method as steps use it, whatever it reads. */
export interface Method extends Pick<Created, 'negatives' | 'excludes' | 'draws'> {
  reads: Reads;
  alsoReads: readonly Extra[];
  firstStage?: Omit<FirstStage, 'loss'> & { loss(inputs: Pick<MethodInputs, 'student' | 'teacher'>): Tensor };
  pass?(inputs: Pick<MethodInputs, 'teacher' | 'labels' | 'indices'>): void;
  prediction?: Prediction;
  classified?: ((inputs: MethodInputs) => Tensor) | undefined;
  sampleWeights?: ((inputs: MethodInputs) => Tensor) | undefined;
  /** Its part of the loss, a scalar, from inputs of which it sees what it has declared. Absent: it only has a first stage. */
  loss?: ((inputs: MethodInputs) => Tensor) | undefined;
}

/** What a step has of a network: of a teacher that it is fed, no maps and perhaps no pooled vector. */
export type AvailableOutputs = Partial<NetworkOutputs>;

/** What a step has for a method. */
export interface MethodInputs
  extends Partial<Omit<Extras, 'preactivations'>>,
    Partial<Record<Augmented, Pick<MethodInputs, 'student' | 'teacher'>>> {
  student: AvailableOutputs;
  teacher: AvailableOutputs;
  scalars?: Readonly<Record<string, Tensor>>;
}

/**
 * Makes a method from its definition.
 * @throws an Error where it is not what its definition declares
 */
export function makeMethod<Options, Level extends Reads, Also extends Extra>(
  definition: MethodDefinition<z.ZodType<Options>, Level, Also>,
  context: MethodContext<Options>,
): Method {
  const level = readsOf(definition, context.options);
  const also = alsoReadsOf(definition, context.options);
  const { loss: ownLoss, firstStage, pass, classified, sampleWeights, ...created } = definition.create(context);
  // Whether it may have one depends on the level, which the compiler does not know here.
  const loss = ownLoss as ((inputs: LossInputs<Level, Also>) => Tensor) | undefined;
  const seeing = (read: ((inputs: LossInputs<Level, Also>) => Tensor) | undefined) =>
    read && ((inputs: MethodInputs) => read(declaredOf(withDraws(inputs, created.draws), level, also)));
  if (loss && level === 'nothing') throw new Error("a method with a loss cannot have `reads: 'nothing'`");
  if ((created.negatives !== undefined) !== reads(also, 'contrast')) {
    throw new Error('a method has `negatives` if and only if its loss also reads `contrast`');
  }
  if ((created.draws !== undefined) !== reads(also, 'uniforms')) {
    throw new Error('a method has `draws` if and only if its loss also reads `uniforms`');
  }
  if ((firstStage === undefined) !== (definition.firstStage === undefined)) {
    throw new Error('a method has a first stage if and only if its definition says which option holds its settings');
  }
  if ((pass !== undefined) !== (definition.pass ?? false)) {
    throw new Error('a method has a pass over the training set if and only if its definition says so');
  }
  if (pass && firstStage) throw new Error('a method has a first stage or a pass, not both');
  if ((created.prediction !== undefined) !== (definition.predicts ?? false)) {
    throw new Error('a method has a prediction if and only if its definition says so');
  }
  return {
    ...created,
    reads: level,
    alsoReads: also,
    ...(firstStage && {
      firstStage: { ...firstStage, loss: (inputs) => firstStage.loss(declaredOf(inputs, 'maps', also)) },
    }),
    ...(pass && {
      pass: (inputs) => pass(declaredOf({ ...inputs, student: {} }, level, also) as unknown as PassInputs<Level, Also>),
    }),
    loss: seeing(loss),
    classified: seeing(classified),
    sampleWeights: seeing(sampleWeights),
  };
}

type Reading<Options, Level extends Reads, Also extends Extra> = Pick<
  MethodDefinition<z.ZodType<Options>, Level, Also>,
  'reads' | 'alsoReads'
>;

export function readsOf<Options, Level extends Reads, Also extends Extra>(
  { reads }: Reading<Options, Level, Also>,
  options: Options,
): Level {
  return typeof reads === 'function' ? reads(options) : reads;
}

export function alsoReadsOf<Options, Level extends Reads, Also extends Extra>(
  { alsoReads = [] }: Reading<Options, Level, Also>,
  options: Options,
): readonly Also[] {
  return typeof alsoReads === 'function' ? alsoReads(options) : alsoReads;
}

/** The further forms of the images among what a method also reads. */
export const formsIn = (also: readonly Extra[]): Augmented[] => augmentedForms.filter((form) => also.includes(form));

/** The level at which all is read that is read at one of these. */
export function highest<Level extends Reads>(levels: readonly Level[]): Level {
  return levels.reduce((a, b) => (readingLevels.indexOf(a) < readingLevels.indexOf(b) ? b : a));
}

/** What a loss has declared, of all that a step has. */
function declaredOf<Level extends Reads, Also extends Extra>(
  { student, teacher, ...inputs }: MethodInputs,
  level: Level,
  also: readonly Also[],
): LossInputs<Level, Also> {
  const outputs = (['logits', 'pooled', 'maps'] as const).slice(0, readingLevels.indexOf(level));
  const seen = (network: AvailableOutputs) =>
    pick(network, [...outputs, ...(reads(also, 'preactivations') ? (['preactivations'] as const) : [])]);
  const extras = pick(
    inputs,
    (['labels', 'indices', 'contrast', 'uniforms'] as const).filter((extra) => reads(also, extra)),
  );
  const forms = formsIn(also).map((form) => {
    const { student, teacher } = inputs[form]!;
    return [form, { student: seen(student), teacher: seen(teacher) }];
  });
  return {
    ...{ student: seen(student), teacher: seen(teacher), ...extras, ...Object.fromEntries(forms) },
    ...(inputs.scalars && { scalars: inputs.scalars }),
  } as unknown as LossInputs<Level, Also>;
}

/** With as many random numbers as a method wants: where others want more, it takes the first. */
function withDraws({ uniforms, ...inputs }: MethodInputs, draws = 0): MethodInputs {
  if (!uniforms) return inputs;
  const [batch, drawn] = uniforms.shape as [number, number];
  return { ...inputs, uniforms: draws === drawn ? uniforms : tf.slice(uniforms, [0, 0], [batch, draws]) };
}

/** How many random numbers several methods want for each image. */
export const drawsOf = (methods: readonly (Pick<Method, 'draws'> | undefined)[]): number =>
  Math.max(0, ...methods.map((method) => method?.draws ?? 0));

const reads = (also: readonly Extra[], extra: Extra): boolean => also.includes(extra);

function pick<Whole extends object, Name extends keyof Whole>(whole: Whole, names: readonly Name[]): Partial<Whole> {
  const entries = names.filter((name) => whole[name] !== undefined).map((name) => [name, whole[name]]);
  return Object.fromEntries(entries) as Partial<Whole>;
}
