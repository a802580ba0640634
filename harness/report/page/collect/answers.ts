import { counted } from '../../../base/counted.ts';
import { type Checked, withOutcome } from '../../../check/checked.ts';
import type { Finding } from '../../../check/finding.ts';
import type { Answer } from '../page-data.ts';
import { signedNumber } from './number-text.ts';

/** How many findings a group names. */
const most = 4;

const kinds: readonly { kind: Finding['kind']; noun: string }[] = [
  { kind: 'cell', noun: 'published number' },
  { kind: 'claim', noun: 'claim' },
  { kind: 'band', noun: 'band' },
];

/** The reader's question first: what agrees, what differs, what is not known yet. None where nothing can be compared. */
export function answersFor(checked: Checked | string): Answer[] {
  if (typeof checked === 'string') return [];
  const [fine, differs, undecided, missing] = (['fine', 'differs', 'undecided', 'missing'] as const).map((outcome) =>
    withOutcome(checked, outcome),
  );
  return [
    {
      ...{ tone: 'fine', title: 'Agrees', count: fine!.length },
      lines: kinds.flatMap((kind) => sharesOf(kind, fine!, checked.findings)),
    },
    {
      ...{ tone: 'differs', title: 'Differs', count: differs!.length },
      lines: differs!.length === 0 ? ['No comparison shows a difference.'] : named(differs!),
    },
    {
      ...{ tone: 'undecided', title: 'Not known yet', count: undecided!.length + missing!.length },
      lines:
        undecided!.length + missing!.length === 0
          ? ['Every comparison is decided.']
          : [...reasons(undecided!), ...reasons(missing!)],
    },
  ];
}

/** `93 of 188 published numbers`. */
function sharesOf({ kind, noun }: (typeof kinds)[number], some: readonly Finding[], all: readonly Finding[]): string[] {
  const [own, total] = [some, all].map((findings) => findings.filter((finding) => finding.kind === kind).length);
  return total! > 0 ? [`${own} of ${counted(total!, noun)}`] : [];
}

/** The first of them by their names, and how many more there are. */
function named(findings: readonly Finding[]): string[] {
  const lines = findings.slice(0, most).map(({ name, verdict, numbers: { difference } }) => {
    const by = typeof difference === 'number' ? ` by ${signedNumber(difference).slice(1)} points` : '';
    return `${name}: ${verdict}${by}`;
  });
  return findings.length > most ? [...lines, `and ${findings.length - most} more`] : lines;
}

/** `95 published numbers: too few trials`. */
function reasons(findings: readonly Finding[]): string[] {
  return kinds.flatMap(({ kind, noun }) => {
    const own = findings.filter((finding) => finding.kind === kind);
    const verdicts = [...new Set(own.map(({ verdict }) => verdict))];
    return verdicts.map((verdict) => {
      const number = own.filter((finding) => finding.verdict === verdict).length;
      return `${counted(number, noun)}: ${verdict}`;
    });
  });
}
