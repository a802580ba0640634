import type { Mode } from '../../../model/engine/program.ts';
import type { BuildModule } from '../bare-modules.ts';
import type { QuantityComparison } from '../compare.ts';
import type { CaseVectors } from '../vectors.ts';

/** Compares one case. */
export type RunCase = (vectors: CaseVectors, mode: Mode) => Promise<QuantityComparison[]>;

/** The cases of a method that was published after CRD: what runs each, by the first part of its name behind the kind. */
export interface AfterMethod {
  /** `losses/NAME.a`; `methodLoss` makes most of them. */
  losses?: Record<string, RunCase>;
  /** `modules/NAME_anything` */
  modules?: Record<string, BuildModule>;
  /** `misc/NAME.a` */
  misc?: Record<string, RunCase>;
}
