import { Problem } from '../base/problem.ts';
import type { Baseline } from '../suite/baseline/schema.ts';

/** How sure the check is to be. */
export interface CheckLevels {
  /** Points of accuracy: differences up to it count as agreement. */
  margin: number;
  /** The chance that a suite which is as it should be has a single false alarm among its cells; the same for bands, and for claims. */
  alpha: number;
  /** Points: the power that is reported is that to call a true difference of this size. */
  effect: number;
}

/** All that tests of accuracies want to know. */
export interface AccuracyLevels extends CheckLevels {
  /** In points: accuracies come in steps of so much. */
  step: number;
}

/** These levels as they are typed. */
export interface LevelFlags {
  margin?: string;
  significance?: string;
  /** The earlier name of `significance`. */
  alpha?: string;
  effect?: string;
}

/** Where neither the baseline nor the user says how much matters. */
const defaultMargin = 0.5;

/** @throws Problem where one of them is no number, or out of its range */
export function levelsFrom(flags: LevelFlags, baseline: Baseline | undefined): CheckLevels {
  const { margin, significance = '0.05', alpha, effect = '1' } = flags;
  return {
    margin: margin === undefined ? (baseline?.margin.points ?? defaultMargin) : pointsIn('--margin', margin),
    alpha: alpha === undefined ? shareIn('--significance', significance) : shareIn('--alpha', alpha),
    effect: pointsIn('--effect', effect),
  };
}

function pointsIn(option: string, text: string): number {
  const points = text.trim() === '' ? Number.NaN : Number(text);
  if (points >= 0 && points <= 100) return points;
  throw new Problem(`${option} is '${text}'`, 'It must be points of accuracy, such as 0.5');
}

function shareIn(option: string, text: string): number {
  if (Number(text) > 0 && Number(text) < 1) return Number(text);
  throw new Problem(`${option} is '${text}'`, 'It must lie between 0 and 1, such as 0.05');
}
