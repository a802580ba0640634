import type { Finding, Outcome } from './finding.ts';
import type { CheckLevels } from './levels.ts';

/** All that a check came to. */
export interface Checked {
  /** Of the suite. */
  title: string;
  /** What it was compared with, as a phrase. */
  with: string;
  levels: CheckLevels;
  findings: Finding[];
  /** Sentences about what could not be compared. */
  notes: string[];
}

/** The findings with that outcome. */
export const withOutcome = ({ findings }: Checked, outcome: Outcome) =>
  findings.filter((finding) => finding.outcome === outcome);

/** `3 of 188 differ, 20 cannot be decided, 165 are as they should be`. */
export function summaryOf(checked: Checked): string {
  const [differ, undecided, fine] = (['differs', 'undecided', 'fine'] as const).map(
    (outcome) => withOutcome(checked, outcome).length,
  );
  const total = checked.findings.length;
  return `Of ${total} comparisons ${differ} differ, ${undecided} cannot be decided, ${fine} are as they should be.`;
}

/** What the check is made with, as a sentence. */
export function methodOf({ with: other, levels: { margin, alpha, effect } }: Checked): string {
  const sure = `at the level ${alpha} with Holm's correction over all comparisons of a kind`;
  return `Compared with ${other}, ${sure}. In points: margin ${margin}, power to call ${effect}.`;
}
