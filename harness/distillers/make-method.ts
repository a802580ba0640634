import type { z } from 'zod';
import type { NetworkOutputs } from '../engine/network.ts';
import type { Tensor } from '../engine/tensorflow.ts';
import {
  type Created,
  type Extra,
  type Extras,
  type FirstStage,
  type LossInputs,
  type MethodContext,
  type MethodDefinition,
  type Reads,
  readingLevels,
} from './method.ts';

/** A method as steps use it, whatever it reads. */
export interface Method extends Pick<Created, 'negatives' | 'excludes'> {
  reads: Reads;
  alsoReads: readonly Extra[];
  firstStage?: Omit<FirstStage, 'loss'> & { loss(inputs: Pick<MethodInputs, 'student' | 'teacher'>): Tensor };
  /** Its part of the loss, a scalar, from inputs of which it sees what it has declared. Absent: it only has a first stage. */
  loss?(inputs: MethodInputs): Tensor;
}

/** What a step has of a network: of a teacher that it is fed, no maps and perhaps no pooled vector. */
export type AvailableOutputs = Partial<NetworkOutputs>;

/** What a step has for a method. */
export interface MethodInputs extends Partial<Omit<Extras, 'preactivations'>> {
  student: AvailableOutputs;
  teacher: AvailableOutputs;
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
  const { loss: ownLoss, firstStage, ...created } = definition.create(context);
  // Whether it may have one depends on the level, which the compiler does not know here.
  const loss = ownLoss as ((inputs: LossInputs<Level, Also>) => Tensor) | undefined;
  if (loss && level === 'nothing') throw new Error("a method with a loss cannot have `reads: 'nothing'`");
  if ((created.negatives !== undefined) !== reads(also, 'contrast')) {
    throw new Error('a method has `negatives` if and only if its loss also reads `contrast`');
  }
  if ((firstStage === undefined) !== (definition.firstStage === undefined)) {
    throw new Error('a method has a first stage if and only if its definition says which option holds its settings');
  }
  return {
    ...created,
    reads: level,
    alsoReads: also,
    ...(firstStage && {
      firstStage: { ...firstStage, loss: (inputs) => firstStage.loss(declaredOf(inputs, 'maps', also)) },
    }),
    ...(loss && { loss: (inputs: MethodInputs) => loss(declaredOf(inputs, level, also)) }),
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
    (['labels', 'indices', 'contrast'] as const).filter((extra) => reads(also, extra)),
  );
  return { student: seen(student), teacher: seen(teacher), ...extras } as unknown as LossInputs<Level, Also>;
}

const reads = (also: readonly Extra[], extra: Extra): boolean => also.includes(extra);

function pick<Whole extends object, Name extends keyof Whole>(whole: Whole, names: readonly Name[]): Partial<Whole> {
  const entries = names.filter((name) => whole[name] !== undefined).map((name) => [name, whole[name]]);
  return Object.fromEntries(entries) as Partial<Whole>;
}
