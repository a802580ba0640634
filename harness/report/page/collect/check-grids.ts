import { type Checked, methodOf } from '../../../check/checked.ts';
import { type Finding, outcomes } from '../../../check/finding.ts';
import { pText } from '../../../check/texts.ts';
import type { Grid, GridCell } from '../page-data.ts';
import { signedNumber, withNumbersKept } from './number-text.ts';

/** The check's findings: cells with their numbers, bands and claims in words. */
export function checkGrids(checked: Checked | string): Grid[] {
  if (typeof checked === 'string') return [];
  const of = (kind: Finding['kind']) => checked.findings.filter((finding) => finding.kind === kind);
  const needed =
    'Needed: how many trials would show agreement if nothing differed, with a power of 80 %; where there are as many, the truth may lie near the margin. A dash: the verdict stands; “never”: no number of trials would.';
  const lead = [methodOf(checked), needed, ...checked.notes.map((note) => `${note}.`)].join(' ');
  const grids = [
    cellsGrid(of('cell'), lead),
    { ...inWords('bands', 'Bands in numbers', of('band'), bandLead), folded: true },
    inWords('claims', 'Claims', of('claim'), claimLead(checked.levels.alpha)),
  ];
  return grids.filter(({ rows }) => rows.length > 0);
}

const bandLead = 'The bands of the chart in numbers, with their p values.';
const claimLead = (alpha: number) =>
  `Each claim is tested at the ${alpha} level on paired trials, which have the same data in the same order; p is one-sided.`;

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
    rows: gravestFirst(findings).map(({ name, verdict, outcome, numbers }): GridCell[] => [
      { text: name },
      { text: verdict, tone: outcome },
      number(numbers.mean, (value) => value.toFixed(2)),
      number(numbers.published, (value) => value.toFixed(2)),
      number(numbers.difference, signedNumber),
      intervalCell(numbers),
      number(numbers.p, (value) => pText(value).replace('= ', '')),
      number(numbers.power, (value) => `${Math.round(100 * value)} %`),
      number(numbers.trials, String),
      neededCell(outcome, numbers.needed),
    ]),
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
function neededCell(outcome: Finding['outcome'], needed: number | string | undefined): GridCell {
  if (typeof needed === 'number') return { text: String(needed), value: needed };
  return { text: outcome === 'fine' || outcome === 'differs' ? '–' : 'never' };
}

function number(value: number | string | undefined, textOf: (value: number) => string): GridCell {
  return typeof value === 'number' ? { text: textOf(value), value } : { text: '' };
}
