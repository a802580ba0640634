import { counted } from '../base/counted.ts';
import type { Selection } from '../suite/selection.ts';
import { type Finding, type Outcome, outcomes } from './finding.ts';
import type { CheckLevels } from './levels.ts';

/** All that a check came to. */
export interface Checked {
  /** Of the suite. */
  title: string;
  /** What of the suite was checked; nothing is in it where that is the suite's own selection. */
  selection: Selection;
  /** How far along its jobs are, as a sentence. */
  progress: string;
  /** What it was compared with, as a phrase. */
  with: string;
  levels: CheckLevels;
  findings: Finding[];
  /** Sentences about what could not be compared at all. */
  notes: string[];
  /** The papers' numbers that were not compared, as they are of other runs than these. */
  unlike: Unlike[];
}

/** A number of a paper that these results cannot be compared with. */
export interface Unlike {
  /** As a finding about it would be called. */
  name: string;
  /** As the end of a sentence. */
  reason: string;
}

/** All that could not be compared, as sentences: each reason with the numbers that it is about. */
export function leftOutOf({ notes, unlike }: Pick<Checked, 'notes' | 'unlike'>): string[] {
  const reasons = [...new Set(unlike.map(({ reason }) => reason))];
  return [
    ...notes,
    ...reasons.map((reason) => {
      const names = unlike.filter((one) => one.reason === reason).map(({ name }) => name);
      return `Not compared, as ${reason}: ${names.join('; ')}`;
    }),
  ];
}

/** The findings with that outcome. */
export const withOutcome = ({ findings }: Checked, outcome: Outcome) =>
  findings.filter((finding) => finding.outcome === outcome);

/** `Of 188 comparisons 3 differ, 20 cannot be decided, 165 are as they should be.` */
export function summaryOf(checked: Checked): string {
  const [differ, missing, undecided, fine] = outcomes.map((outcome) => withOutcome(checked, outcome).length);
  const total = checked.findings.length;
  const without = missing ? ` ${missing} have no results,` : '';
  return `Of ${counted(total, 'comparison')} ${differ} differ,${without} ${undecided} cannot be decided, ${fine} are as they should be.`;
}

/** What the check is made with, as a sentence. */
export function methodOf({ with: other, levels: { margin, alpha, effect } }: Checked): string {
  const sure = `at the ${alpha} level, with Holm's correction over all comparisons of a kind`;
  return `Compared with ${other}, ${sure}. Differences of up to ${pointsText(margin)} count as agreement; power is the chance of detecting a difference of ${pointsText(effect)}.`;
}

const pointsText = (points: number) => `${points} ${points === 1 ? 'point' : 'points'}`;
