import type { z } from 'zod';
import type { NetworkShape } from '../engine/network.ts';
import { ab } from './ab.ts';
import { at } from './at.ts';
import { cc } from './cc.ts';
import { combined } from './combined.ts';
import { crd } from './crd.ts';
import { firstStageEpochsOf, withFirstStageEpochs } from './first-stage.ts';
import { fitnet } from './fitnet.ts';
import { fsp } from './fsp.ts';
import { ft } from './ft.ts';
import { localCrd } from './local-crd.ts';
import { alsoReadsOf, type Method, makeMethod, readsOf } from './make-method.ts';
import type { Extra, MethodContext, MethodDefinition, Reads } from './method.ts';
import { nst } from './nst.ts';
import { pkt } from './pkt.ts';
import { rkd } from './rkd.ts';
import { sp } from './sp.ts';
import { vid } from './vid.ts';

/** Every method, by the name that suites use. Nothing here loads TensorFlow yet. */
export const methods = { ab, at, cc, crd, fitnet, fsp, ft, nst, pkt, rkd, sp, vid, combined, 'local-crd': localCrd };

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
export function firstStageEpochs(options: MethodOptions): number {
  return firstStageEpochsOf(definitionOf(options), options);
}

/** The same method with that many epochs of its first stage, where it has one. */
export function inFirstStageEpochs(options: MethodOptions, epochs: number): MethodOptions {
  return withFirstStageEpochs(definitionOf(options), options, epochs);
}

/** Why a method cannot serve a pair of networks; undefined where it can. */
export function unfit(options: MethodOptions, student: NetworkShape, teacher: NetworkShape): string | undefined {
  return definitionOf(options).unfit?.(student, teacher, options);
}
