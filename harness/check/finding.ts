/** What became of one comparison. */
export type Outcome = 'fine' | 'differs' | 'undecided';

/** One thing that was checked: a cell, a band, a claim. */
export interface Finding {
  kind: 'cell' | 'band' | 'claim';
  /** What it is about, such as `table1: CRD on resnet56/resnet20`. */
  name: string;
  outcome: Outcome;
  /** In a word or two: `agrees`, `higher`, `lower`, `too few trials`, `holds`, ... */
  verdict: string;
  /** All that is to be said of it, without the name: what was measured, what was expected, how sure it is. */
  detail: string;
  /** The numbers behind it, for programs. */
  numbers: Record<string, number | string | undefined>;
}

/** The finding as a sentence. */
export const sentenceOf = ({ name, verdict, detail }: Finding) => `${name}: ${verdict}. ${detail}`;
