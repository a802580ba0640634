import type { z } from 'zod';
import type { NetworkShape } from '../engine/network.ts';
import { ab } from './ab.ts';
import { at } from './at.ts';
import type { Augmented } from './augmented.ts';
import { catkd } from './catkd.ts';
import { cc } from './cc.ts';
import { combinedOf } from './combined.ts';
import { crd } from './crd.ts';
import { ctkd } from './ctkd.ts';
import { dist } from './dist.ts';
import { dkd } from './dkd.ts';
import { firstStageEpochsOf } from './first-stage.ts';
import { fitnet } from './fitnet.ts';
import { fsp } from './fsp.ts';
import { ft } from './ft.ts';
import { ickd } from './ickd.ts';
import { inOtherEpochs } from './in-other-epochs.ts';
import { itrd } from './itrd.ts';
import { localCrd } from './local-crd.ts';
import { logitStandardisation } from './logit-standardisation.ts';
import { alsoReadsOf, formsIn, type Method, makeMethod, readsOf } from './make-method.ts';
import type { Extra, MethodContext, MethodDefinition, Reads } from './method.ts';
import { mgd } from './mgd.ts';
import { mlkd } from './mlkd.ts';
import { nd } from './nd.ts';
import { nkd } from './nkd.ts';
import { norm } from './norm.ts';
import { nst } from './nst.ts';
import { ofd } from './ofd.ts';
import { pkt } from './pkt.ts';
import { reviewkd } from './reviewkd.ts';
import { rkd } from './rkd.ts';
import { rld } from './rld.ts';
import { type Schedule, shareIn } from './schedule.ts';
import { sdd } from './sdd.ts';
import { semckd } from './semckd.ts';
import { simkd } from './simkd.ts';
import { sp } from './sp.ts';
import { srrl } from './srrl.ts';
import { ttm } from './ttm.ts';
import { vid } from './vid.ts';
import { wsld } from './wsld.ts';
import { wttm } from './wttm.ts';

// Nothing here loads TensorFlow yet.
const single = {
  ab,
  at,
  catkd,
  cc,
  crd,
  ctkd,
  dist,
  dkd,
  fitnet,
  fsp,
  ft,
  ickd,
  itrd,
  'logit-standardisation': logitStandardisation,
  mgd,
  mlkd,
  nd,
  nkd,
  norm,
  nst,
  ofd,
  pkt,
  reviewkd,
  rkd,
  rld,
  sdd,
  semckd,
  simkd,
  sp,
  srrl,
  ttm,
  vid,
  wsld,
  wttm,
};

/** Every method, by the name that suites use. */
export const methods = { ...single, combined: combinedOf(single), 'local-crd': localCrd };

export type MethodName = keyof typeof methods;
export type MethodOptions = { [Name in MethodName]: z.output<(typeof methods)[Name]['options']> }[MethodName];

// What is common to all of them: each takes its own options only, which the name tells apart.
const definitionOf = ({ name }: MethodOptions): MethodDefinition<z.ZodType<MethodOptions>> =>
  methods[name] as unknown as MethodDefinition<z.ZodType<MethodOptions>>;

/** Makes the method that a distiller's declaration asks for. */
export function createMethod(options: MethodOptions, context: Omit<MethodContext, 'options'>): Method {
  return makeMethod(definitionOf(options), { ...context, options });
}

/** See `MethodDefinition`. */
export function reads(options: MethodOptions): Reads {
  return readsOf(definitionOf(options), options);
}

/** See `MethodDefinition`. */
export function alsoReads(options: MethodOptions): readonly Extra[] {
  return alsoReadsOf(definitionOf(options), options);
}

/** How many epochs a method trains before the student; 0 for most. */
export function methodStageEpochs(options: MethodOptions): number {
  return firstStageEpochsOf(definitionOf(options), options);
}

/** The same method where its first stage and its schedules take other numbers of epochs. */
export function methodInOtherEpochs(options: MethodOptions, change: (epochs: number) => number): MethodOptions {
  return inOtherEpochs(definitionOf(options), options, change);
}

/** The scalars that a method's loss is given in an epoch, by the names of its options (see `MethodDefinition.schedules`). */
export function scalarsOf(options: MethodOptions, epoch: number): Record<string, number> {
  const { schedules = [] } = definitionOf(options);
  const entries = schedules.map((name) => {
    const schedule: Schedule | undefined = options[name];
    return [name, schedule ? shareIn(schedule, epoch) : 1];
  });
  return Object.fromEntries(entries);
}

/** The further forms of the images that it reads. */
export function augmented(options: MethodOptions): readonly Augmented[] {
  return formsIn(alsoReads(options));
}

/** Does it output other logits than the student's own classifier? */
export function predicts(options: MethodOptions): boolean {
  return definitionOf(options).predicts ?? false;
}

/** See `MethodDefinition.batch`. */
export function batchOf(options: MethodOptions): number | undefined {
  return definitionOf(options).batch?.(options);
}

/** Why a method does not fit a pair of networks; undefined where it does. */
export function unfit(options: MethodOptions, student: NetworkShape, teacher: NetworkShape): string | undefined {
  return definitionOf(options).unfit?.(student, teacher, options);
}
