import { counted } from '../../../base/counted.ts';
import { type Checked, methodOf } from '../../../check/checked.ts';
import { type Finding, outcomes } from '../../../check/finding.ts';
import { pText } from '../../../check/texts.ts';
import type { Grid, GridCell } from '../page-data.ts';
import { signedNumber, withNumbersKept } from './number-text.ts';

/** The check's findings: cells with their numbers, bands and claims in words. */
export function checkGrids(checked: Checked | string): Grid[] {
  if (typeof checked === 'string') return [];
  const of = (kind: Finding['kind']) => checked.findings.filter((finding) => finding.kind === kind);
  const why =
    checked.levels.margin > 0
      ? 'no number of trials would, as the published mean is too coarse'
      : 'no number of trials would';
  const needed = `Needed: how many trials would show agreement if nothing differed, with a power of 80 %; where there are as many, the truth may lie near the margin. A dash: the verdict stands, or the epoch is not known; “never”: ${why}, and a cell that has run cannot be confirmed: more trials can only show a difference.`;
  const lead = [
    methodOf(checked),
    needed,
    ...checked.notes.map((note) => `${note}.`),
    ...epochLead(of('cell')),
    ...unlikeLead(checked.unlike),
  ].join(' ');
  const [disputes, claims] = [true, false].map((are) => of('claim').filter((claim) => isDispute(claim) === are));
  const grids = [
    cellsGrid(of('cell'), lead),
    unlikeGrid(checked.unlike),
    { ...inWords('bands', 'Bands in numbers', of('band'), bandLead), folded: true },
    inWords('claims', 'Claims', claims!, claimLead(checked.levels.alpha)),
    inWords('disputes', 'Disputed numbers', disputes!, disputeLead),
  ];
  return grids.filter(({ rows }) => rows.length > 0);
}

const bandLead =
  'The bands of the chart in numbers. Bands and p are corrected for the number of bands (Holm), so that most p are large where nothing differs.';
const claimLead = (alpha: number) =>
  `Each claim is tested at the ${alpha} level on paired trials, which have the same data in the same order; p is one-sided, and corrected for the number of claims (Holm) only where it contradicts one.`;

/** Is it about a number that others measured otherwise, and not about what beats what? */
const isDispute = ({ numbers }: Finding) => numbers.claimed !== undefined;

const disputeLead =
  'Others measured another number than the claim. These trials are compared with both, by a t test each, without a margin: the claim holds, is contradicted, or neither is right.';

/** A number of an epoch that is not known is compared with both: in a line there is room for one. */
function epochLead(findings: readonly Finding[]): string[] {
  const isOfBoth = findings.some(({ numbers }) => numbers.epoch === 'not known');
  return isOfBoth
    ? [
        'Where no source says which epoch a number is of, the verdict is that of the last and the best one, and the line has the numbers of the last.',
      ]
    : [];
}

function unlikeLead(unlike: Checked['unlike']): string[] {
  if (unlike.length === 0) return [];
  const isOne = unlike.length === 1;
  return [
    `Not compared ${isOne ? 'is' : 'are'} ${counted(unlike.length, 'number')} that ${isOne ? 'is' : 'are'} of other runs than these: the next table has the ${isOne ? 'reason' : 'reasons'}.`,
  ];
}

/** The reasons are few, and the numbers many. */
function unlikeGrid(unlike: Checked['unlike']): Grid {
  return {
    ...{ id: 'check-unlike', title: 'Numbers that are not compared', folded: true },
    lead: 'Each is of another recipe, other networks or another epoch than these runs have.',
    columns: [{ name: 'Cell' }, { name: 'Why not' }],
    rows: unlike.map(({ name, reason }) => [{ text: name }, { text: reason }]),
  };
}

function cellsGrid(findings: readonly Finding[], lead: string): Grid {
  return {
    id: 'check-cells',
    title: 'Cells against published numbers',
    lead,
    columns: [
      { name: 'Cell' },
      { name: 'Verdict' },
      ...['Ours', 'Published', 'Difference', '95 % interval', 'p', 'Power', 'Trials', 'Needed'].map((name) => ({
        name,
        numeric: true,
      })),
    ],
    rows: gravestFirst(findings).map((finding): GridCell[] => {
      const { name, verdict, outcome, numbers } = finding;
      return [
        { text: name },
        { text: verdict, tone: outcome },
        number(numbers.mean, (value) => value.toFixed(2)),
        number(numbers.published, (value) => value.toFixed(2)),
        number(numbers.difference, signedNumber),
        intervalCell(numbers),
        number(numbers.p, (value) => pText(value).replace('= ', '')),
        number(numbers.power, (value) => `${Math.round(100 * value)} %`),
        number(numbers.trials, String),
        neededCell(finding),
      ];
    }),
  };
}

const gravestFirst = (findings: readonly Finding[]) =>
  outcomes.flatMap((outcome) => findings.filter((finding) => finding.outcome === outcome));

function inWords(id: string, title: string, findings: readonly Finding[], lead: string): Grid {
  return {
    ...{ id: `check-${id}`, title, lead },
    columns: [{ name: 'What' }, { name: 'Verdict' }, { name: 'Why' }],
    rows: gravestFirst(findings).map(({ name, verdict, outcome, detail }) => [
      { text: name },
      { text: verdict, tone: outcome },
      { text: withNumbersKept(detail) },
    ]),
  };
}

function intervalCell({ low, high }: Finding['numbers']): GridCell {
  if (typeof low !== 'number' || typeof high !== 'number') return { text: '' };
  return { text: `${signedNumber(low)} to ${signedNumber(high)}`, value: low };
}

/** No cell is empty without a reason, which the lead has. */
function neededCell({ outcome, verdict, numbers: { needed } }: Finding): GridCell {
  if (typeof needed === 'number') return { text: String(needed), value: needed };
  return { text: outcome === 'fine' || outcome === 'differs' || verdict === 'epoch not known' ? '–' : 'never' };
}

function number(value: number | string | undefined, textOf: (value: number) => string): GridCell {
  return typeof value === 'number' ? { text: textOf(value), value } : { text: '' };
}
