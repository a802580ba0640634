/** The outcome of one comparison; `missing` where there is no result to compare. The gravest first. */
export const outcomes = ['differs', 'missing', 'undecided', 'fine'] as const;
export type Outcome = (typeof outcomes)[number];

/** What an outcome is called above its findings. */
export const outcomeTitles: Record<Outcome, string> = {
  differs: 'Differs',
  missing: 'Missing',
  undecided: 'Cannot be decided',
  fine: 'As it should be',
};

/** One thing that was checked: a cell, a band, a claim. */
export interface Finding {
  kind: 'cell' | 'band' | 'claim';
  /** What it is about, such as `table1: CRD on resnet56/resnet20`. */
  name: string;
  outcome: Outcome;
  /** In a word or two: `agrees`, `higher`, `lower`, `too few trials`, `holds`, ... */
  verdict: string;
  /** All that is to be said about it, without the name: what was measured, what was expected, how sure it is. */
  detail: string;
  /** The numbers behind it, for programs. */
  numbers: Record<string, number | string | undefined>;
}
