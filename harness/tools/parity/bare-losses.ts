import { z } from 'zod';
import { activationBoundaries } from '../../model/distillers/ab.ts';
import { attentionTransfer } from '../../model/distillers/at.ts';
import { correlationCongruence } from '../../model/distillers/cc.ts';
import { hint } from '../../model/distillers/fitnet.ts';
import { flowTransfer } from '../../model/distillers/fsp.ts';
import { factorTransfer } from '../../model/distillers/ft.ts';
import { knowledgeDistillation } from '../../model/distillers/kd.ts';
import { selectivityTransfer } from '../../model/distillers/nst.ts';
import { probabilisticTransfer } from '../../model/distillers/pkt.ts';
import { relationalLosses } from '../../model/distillers/rkd.ts';
import { similarity } from '../../model/distillers/sp.ts';
import { variationalTransfer } from '../../model/distillers/vid.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import type { Tensor } from '../../model/engine/tensorflow.ts';
import type { Variable } from '../../model/engine/variable.ts';
import type { CaseVectors } from './vectors.ts';

/** A loss without the networks around it. */
interface BareLoss {
  /** One scalar for each pair of inputs, or one of all. */
  items(students: Tensor[], teachers: Tensor[]): Tensor[];
  /** What is trained in it. */
  helpers: readonly Variable[];
}

export type BuildLoss = (
  vectors: CaseVectors,
  students: readonly Variable[],
  teachers: readonly Variable[],
) => BareLoss;

const withoutHelpers = (items: BareLoss['items']): BareLoss => ({ items, helpers: [] });

/** Of two tensors. */
const ofOne = (loss: (student: Tensor, teacher: Tensor) => Tensor): BuildLoss => {
  return () => withoutHelpers(([student], [teacher]) => [loss(student!, teacher!)]);
};

/** Of two lists. */
const ofLists = (items: BareLoss['items']): BuildLoss => {
  return () => withoutHelpers(items);
};

/** A number among a case's hyper-parameters. */
const setting = (vectors: CaseVectors, name: string) => vectors.settings(z.object({ [name]: z.number() }))[name]!;

/**
 * What the reference's programs never set, and is fixed here too.
 * @throws Problem where a case was made with other values
 */
function demand(vectors: CaseVectors, values: Record<string, number>): void {
  const fixed = Object.entries(values).map(([name, value]) => [name, z.literal(value).default(value)] as const);
  vectors.settings(z.object(Object.fromEntries(fixed)));
}

/** Every loss of the reference but CRD's, by the reference's name of its distiller. */
export const bareLosses: Record<string, BuildLoss> = {
  kd: (vectors) =>
    withoutHelpers(([student], [teacher]) => [knowledgeDistillation(student!, teacher!, setting(vectors, 'T'))]),
  hint: ofOne(hint),
  attention: ofLists(attentionTransfer),
  nst: ofLists(selectivityTransfer),
  similarity: ofLists(similarity),
  correlation: ofOne(correlationCongruence),
  pkt(vectors) {
    demand(vectors, { eps: 1e-7 });
    return withoutHelpers(([student], [teacher]) => [probabilisticTransfer(student!, teacher!)]);
  },
  factor(vectors) {
    demand(vectors, { p1: 2, p2: 1 });
    return withoutHelpers(([student], [teacher]) => [factorTransfer(student!, teacher!)]);
  },
  fsp: ofLists(flowTransfer),
  rkd: (vectors) => {
    const weights = { distance: setting(vectors, 'w_d'), angle: setting(vectors, 'w_a') };
    return withoutHelpers(([student], [teacher]) => [relationalLosses(student!, teacher!, weights)]);
  },
  abound(vectors) {
    const margin = setting(vectors, 'margin');
    return withoutHelpers((students, teachers) => activationBoundaries(students, teachers, margin));
  },
  vid(vectors, students, teachers) {
    demand(vectors, { eps: 1e-5 });
    const parameters = new Parameters(0);
    const channels = ({ shape }: Variable) => shape.at(-1)!;
    const widths = students
      .slice(0, teachers.length)
      .map((student, layer) => [channels(student), channels(teachers[layer]!)] as const);
    const items = variationalTransfer(parameters, widths, setting(vectors, 'init_pred_var'));
    return { items, helpers: parameters.variables };
  },
};
