import { counted } from '../../../base/counted.ts';
import { type Finding, outcomes } from '../../../check/finding.ts';
import { cellName } from '../../../check/texts.ts';
import { fixed, stateOf } from '../../../results/cell-text.ts';
import type { Cell, Column } from '../../../results/cells.ts';
import type { TableCell } from '../../tables/table.ts';
import type { Detail, PageCell } from '../page-data.ts';
import { methodText } from './method-text.ts';
import { signedNumber, withNumbersKept } from './number-text.ts';
import { publishedText } from './published-text.ts';
import { shownFindings } from './shown-finding.ts';

/** Where a cell stands, and what stands in it. */
interface About {
  table: string;
  column: Column;
  shown: TableCell;
}

/** @param findings all of the check */
export function pageCell(cell: Cell, { table, column, shown }: About, findings: readonly Finding[]): PageCell {
  const name = cellName(table, cell.distiller.name, column);
  const own = findings.filter((one) => one.kind !== 'claim' && (one.name === name || one.name.startsWith(`${name}, `)));
  const theirs = cell.published?.mean.value ?? undefined;
  const difference = cell.mean === undefined || theirs === undefined ? undefined : signedNumber(cell.mean - theirs);
  return {
    state: stateOf(cell),
    ...shown,
    mean: cell.mean,
    published: theirs === undefined ? undefined : fixed(theirs),
    difference,
    verdict: verdictOf(shownFindings(own, table, cell, column)),
    details: [
      ...resultDetails(cell),
      ...(cell.published ? [{ name: 'Published', text: publishedText(cell.published) }] : []),
      ...own.map((finding) => findingDetail(finding, name)),
      { name: 'Loss', text: methodText(cell.distiller) },
      { name: 'Source', text: cell.distiller.source },
    ],
  };
}

function resultDetails({ unfit, failed, trials, planned, bestMean }: Cell): Detail[] {
  if (unfit !== undefined) return [{ name: 'n/a', text: unfit }];
  const values = trials.map(({ value }) => fixed(value)).join(', ');
  const few = trials.length < planned ? ` (${trials.length} of ${counted(planned, 'trial')})` : '';
  return [
    ...(failed === undefined ? [] : [{ name: 'Failed', text: failed }]),
    { name: 'Trials', text: values === '' ? `none of ${planned} yet` : `${values}${few}` },
    ...(bestMean === undefined
      ? []
      : [{ name: 'Best epoch', text: `mean ${fixed(bestMean)}, chosen on the test images` }]),
  ];
}

/** The gravest of them; nothing where a cell has not been run. */
function verdictOf(own: readonly Finding[]): PageCell['verdict'] {
  const gravest = outcomes.flatMap((outcome) => own.find((finding) => finding.outcome === outcome) ?? [])[0];
  if (!gravest || gravest.outcome === 'missing') return undefined;
  return { tone: gravest.outcome, word: gravest.verdict };
}

function findingDetail({ kind, name, verdict, detail, numbers }: Finding, cell: string): Detail {
  const rest = name.slice(cell.length + 2);
  if (kind !== 'cell') return { name: 'Band', text: `${rest}: ${verdict}` };
  if (rest === '') return { name: 'Verdict', text: withNumbersKept(`${verdict}. ${detail}`) };
  return { name: 'Verdict', text: withNumbersKept(`${rest}: ${verdict}. ${paperText(numbers) ?? detail}`) };
}

/** Of several papers' numbers the check has all: here is room for the difference. */
function paperText({ published, difference, low, high, epoch }: Finding['numbers']): string | undefined {
  if (![published, difference, low, high].every((value) => typeof value === 'number')) return undefined;
  const between = [low, high].map((end) => signedNumber(Number(end))).join(' and ');
  const last = epoch === undefined ? '' : ' of the last epoch';
  return `Published ${fixed(Number(published))}, difference${last} ${signedNumber(Number(difference))}, 95 % between ${between}`;
}
