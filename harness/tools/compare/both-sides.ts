import type { ComparedCell } from './cells.ts';
import type { OurSide } from './our-side.ts';
import type { ReferenceTrial } from './trial.ts';

export interface BothSides {
  cells: readonly ComparedCell[];
  ours: OurSide;
  /** The trials of each cell. */
  theirs: readonly ReferenceTrial[][];
}
