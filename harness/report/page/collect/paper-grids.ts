import type { Audit } from '../../../check/audit/audit.ts';
import { auditLiterature } from '../../../check/audit/audit.ts';
import { whyNotAlike } from '../../../check/audit/side.ts';
import { paperCellName } from '../../../check/check-literature.ts';
import type { Checked } from '../../../check/checked.ts';
import type { Finding } from '../../../check/finding.ts';
import { pText } from '../../../check/texts.ts';
import { fixed } from '../../../results/cell-text.ts';
import type { Cell, Column } from '../../../results/cells.ts';
import type { Evidence } from '../../../results/evidence/evidence.ts';
import type { SourcedNumber } from '../../../results/sourced.ts';
import { pairName } from '../../../suite/pair-name.ts';
import type { PlannedTable } from '../../../suite/plan.ts';
import type { Grid, GridCell } from '../page-data.ts';
import { signedNumber } from './number-text.ts';

interface MeasuredTable {
  planned: PlannedTable;
  columns: readonly Column[];
}

/** A cell with the table and the column that it stands in. */
interface PlacedCell {
  table: string;
  column: Column;
  cell: Cell;
}

/** What papers have beside these results, what methods gain over KD, and how they rank against CRD. */
export async function paperGrids(
  { baseline, literature }: Pick<Evidence, 'baseline' | 'literature'>,
  tables: readonly MeasuredTable[],
  checked: Checked | string,
): Promise<Grid[]> {
  if (!baseline?.literature) return [];
  const audit = await auditLiterature(literature);
  return [...numberGrids(tables, checked), gainGrid(audit), rankingGrid(audit)];
}

/** Whose a number is. */
const kinds: Record<SourcedNumber['mark'], string> = {
  'own table': 'own',
  'own log': 'own log',
  quoted: 'copy',
  rerun: 'rerun',
  issue: 'issue',
};

/** One for all tables; or one for each, where a cell stands in several. */
function numberGrids(tables: readonly MeasuredTable[], checked: Checked | string): Grid[] {
  const placed = tables.flatMap(({ planned: { name: table }, columns }) =>
    columns.flatMap((column) => column.cells.map((cell): PlacedCell => ({ table, column, cell }))),
  );
  const names = placed.map(({ column, cell }) => `${cell.distiller.name} ${pairName(column)}`);
  if (new Set(names).size === names.length) return [numberGrid('all', 'Numbers of papers', placed, checked)];
  return tables.map(({ planned: { name, title } }) =>
    numberGrid(
      name,
      title,
      placed.filter(({ table }) => table === name),
      checked,
    ),
  );
}

function numberGrid(name: string, title: string, placed: readonly PlacedCell[], checked: Checked | string): Grid {
  const pairs = [...new Set(placed.map(({ column }) => pairName(column)))];
  const distillers = [...new Set(placed.map(({ cell }) => cell.distiller.name))];
  const lines = distillers.flatMap((distiller) => {
    const own = placed.filter(({ cell }) => cell.distiller.name === distiller);
    const inPairs = (of: (one: PlacedCell) => GridCell) =>
      pairs.map((pair) => {
        const one = own.find(({ column }) => pairName(column) === pair);
        return one ? of(one) : { text: '' };
      });
    const ours = (['last', 'best'] as const).map((epoch) => ({
      paper: undefined,
      cells: [
        { text: distiller, distiller },
        { text: 'these runs' },
        { text: epoch },
        { text: '' },
        ...inPairs(({ cell }) => oursOf(cell, epoch)),
      ],
    }));
    const papers = new Map(own.flatMap(({ cell }) => [...byLine(cell)]));
    const theirs = [...papers].map(([line, { repository, path, aggregation, mark }]) => ({
      paper: repository,
      cells: [
        { text: distiller, distiller },
        { text: `${repository}, ${path}` },
        { text: aggregation },
        { text: kinds[mark] },
        ...inPairs((one) => theirsOf(one, line, checked)),
      ],
    }));
    return theirs.length === 0 ? [] : [...ours, ...theirs];
  });
  return {
    id: `papers-${name}`,
    title,
    lead: "Each paper beside these runs. The sign behind a number is the verdict of the check: ✓ these runs agree, ↑ they are higher, ↓ lower, ? it is not decided. In brackets stand numbers that cannot be compared, by another recipe or other networks; the check says why. A number without a sign is a copy, or has no runs to compare with. Kind is whose a number is: of the authors' own table or log, a copy, a rerun by others, or from an issue.",
    columns: [
      ...[{ name: 'Distiller' }, { name: 'Paper' }, { name: 'Epoch' }, { name: 'Kind' }],
      ...pairs.map((pair) => ({ name: pair, numeric: true, signed: true })),
    ],
    rows: lines.map(({ cells }) => cells),
    papers: lines.map(({ paper }) => paper),
  };
}

/** A cell's numbers by the lines that they stand on: numbers that differ in nothing but their pair share one, those of one pair do not. */
function byLine({ sourced = [] }: Cell): Map<string, SourcedNumber> {
  const lines = new Map<string, SourcedNumber>();
  for (const number of sourced) {
    const { repository, path, aggregation, mark } = number;
    const about = [repository, path, aggregation, mark].join(' ');
    let line = about;
    for (let more = 2; lines.has(line); more++) line = `${about} ${more}`;
    lines.set(line, number);
  }
  return lines;
}

function oursOf({ trials, mean, bestMean }: Cell, epoch: 'last' | 'best'): GridCell {
  const value = epoch === 'last' ? mean : bestMean;
  return value === undefined || trials.length === 0 ? { text: '' } : { text: fixed(value), value };
}

function theirsOf({ table, column, cell }: PlacedCell, line: string, checked: Checked | string): GridCell {
  const number = byLine(cell).get(line);
  if (!number) return { text: '' };
  const { value, unlike } = number;
  if (unlike !== undefined) return { text: `(${fixed(value)})`, value };
  const name = paperCellName(table, cell, column, number);
  const finding = typeof checked === 'string' ? undefined : checked.findings.find((one) => one.name === name);
  if (!finding || finding.outcome === 'missing') return { text: fixed(value), value };
  return { text: `${fixed(value)} ${signOf(finding)}`, value, tone: finding.outcome };
}

/** Colour alone would not reach everyone. */
function signOf({ outcome, verdict }: Finding): string {
  if (outcome === 'fine') return '✓';
  if (outcome === 'undecided') return '?';
  return verdict === 'lower' ? '↓' : '↑';
}

function gainGrid({ gains, epochs: { gap } }: Audit): Grid {
  return {
    id: 'papers-gains',
    title: 'Gains over KD as papers have them',
    lead: `Points on CIFAR-100, mean over the pairs that a paper has. Like with like: where one number is of the best epoch and the other of the last, ${fixed(gap.mean)} points are taken off, which is what lies between the two in ${gap.runs} training logs. A gain is noise if runs that differ in nothing would give it.`,
    columns: [
      { name: 'Method' },
      ...['Pairs', 'As printed', 'Like with like', 'Noise up to'].map((name) => ({ name, numeric: true })),
      { name: 'Verdict' },
    ],
    rows: gains
      .filter(({ base }) => base === 'KD')
      .map(({ method, cells, mean, alike }): GridCell[] => [
        { text: method },
        { text: String(cells.length), value: cells.length },
        { text: signedNumber(mean.gain), value: mean.gain },
        alike ? { text: signedNumber(alike.gain), value: alike.gain } : { text: '' },
        { text: fixed((alike ?? mean).noise), value: (alike ?? mean).noise },
        alike
          ? { text: alike.isNoise ? 'within noise' : 'beyond noise', tone: alike.isNoise ? 'undecided' : 'fine' }
          : {
              text: [...new Set(cells.map(({ like }) => whyNotAlike(like)))].join(', '),
              tone: 'missing',
            },
      ]),
  };
}

function rankingGrid({ ranking: { ranked, unranked } }: Audit): Grid {
  const words = {
    better: ['better than CRD', 'fine'],
    worse: ['worse than CRD', 'differs'],
    neither: ['not sure', 'undecided'],
  } as const;
  // With hyphens that no line ends at, so that no name is broken.
  const missing = unranked.map(({ method }) => method.replaceAll('-', '\u{2011}')).join(', ');
  return {
    id: 'papers-ranking',
    title: 'Against CRD, as papers have them',
    lead: `Points on CIFAR-100, mean over the pairs on which like can be compared with like. The interval follows from the noise of a run and from the numbers of runs; p has Holm's correction. Pairs differ between methods. Not ranked, as an epoch is not known, or a recipe or networks are others: ${missing}.`,
    columns: [
      { name: 'Method' },
      ...['Pairs', 'Gain', '95 % interval', 'p'].map((name) => ({ name, numeric: true })),
      { name: 'Verdict' },
    ],
    rows: ranked.map(({ method, pairs, gain, interval: [low, high], p, surely }): GridCell[] => [
      { text: method },
      { text: String(pairs), value: pairs },
      { text: signedNumber(gain), value: gain },
      { text: `${signedNumber(low)} to ${signedNumber(high)}`, value: low },
      { text: pText(p).replace('= ', ''), value: p },
      { text: words[surely][0], tone: words[surely][1] },
    ]),
  };
}
