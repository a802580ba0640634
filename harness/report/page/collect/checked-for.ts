import { Problem } from '../../../base/problem.ts';
import { checkedOf } from '../../../check/check.ts';
import type { Checked } from '../../../check/checked.ts';
import { levelsFrom } from '../../../check/levels.ts';
import type { Evidence } from '../../../results/evidence/evidence.ts';

/** What the check comes to at its usual levels; the sentence why there is none where nothing can be compared. */
export function checkedFor(evidence: Evidence): Checked | string {
  try {
    return checkedOf(evidence, { levels: levelsFrom({}, evidence.baseline) });
  } catch (error) {
    if (error instanceof Problem) return sentence(error.message);
    throw error;
  }
}

const sentence = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}.`;
