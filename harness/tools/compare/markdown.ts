import { markdownTable } from 'markdown-table';
import { counted } from '../../base/counted.ts';
import { sampleOf } from '../../base/statistics/sample.ts';
import { pText } from '../../check/texts.ts';
import { signed } from '../../results/cell-text.ts';
import type { CellComparison, Comparison } from './comparison.ts';
import type { Judgement } from './judge-cells.ts';
import { isRelative, quantities, quantityTitles } from './quantity.ts';

/**
 * A comparison as people read it.
 * @param pictures the files with the curves of each cell, in order; none on a terminal
 */
export function comparisonMarkdown(comparison: Comparison, pictures: readonly string[] = []): string {
  const { title, cells, teachers } = comparison;
  const images = pictures.map((file, index) => `${cells[index]!.name}:\n\n![${cells[index]!.name}](${file})`);
  return [
    `## ${title}: Redistill and RepDistiller`,
    tableOf(cells),
    captionOf(comparison),
    ...teachers.map(
      ({ network, ours, theirs, outcome }) =>
        `The teacher ${network}, on the same weights: ${ours.toFixed(2)} % here, ${theirs.toFixed(2)} % by RepDistiller: ${outcome}.`,
    ),
    summaryOf(cells),
    ...images,
  ].join('\n\n');
}

function tableOf(cells: readonly CellComparison[]): string {
  const head = [
    'cell',
    'quantity',
    'Redistill',
    'RepDistiller',
    'difference',
    '95 %',
    'p beyond',
    'p within',
    'verdict',
  ];
  const rows = cells.flatMap(({ name, judgements }) =>
    judgements.map((judgement, index) => [index === 0 ? name : '', ...rowOf(judgement)]),
  );
  return markdownTable([head, ...rows], { align: ['l', 'l', 'r', 'r', 'r', 'r', 'r', 'r', 'l'] });
}

function rowOf({ quantity, ours, theirs, estimate, interval, p, withinP, verdict }: Judgement): string[] {
  const unit = isRelative(quantity) ? ' %' : '';
  const [low, high] = interval?.map(signed) ?? [];
  return [
    quantityTitles[quantity],
    valueText(ours),
    valueText(theirs),
    estimate ? `${signed(estimate.difference)}${unit}` : '',
    estimate ? `${low} to ${high}${unit}` : '',
    p === undefined ? '' : pText(p).replace('= ', ''),
    withinP === undefined ? '' : pText(withinP).replace('= ', ''),
    verdict,
  ];
}

/** `41.20 (0.52)`: the mean and the standard deviation of its trials. */
function valueText(values: readonly number[]): string {
  const sample = sampleOf(values);
  return sample ? `${sample.mean.toFixed(2)} (${sample.deviation.toFixed(2)})` : (values[0]?.toFixed(2) ?? '');
}

function captionOf({ epochs, cells, levels, theirs, ours }: Comparison): string {
  const trials = cells[0]!.judgements[0]!.ours.length;
  const { accuracy, loss, weightNorm } = levels.margins;
  return [
    `After ${epochs.map((one) => counted(one, 'epoch')).join(' or ')}, mean (standard deviation) over ${counted(trials, 'trial')} on each side.`,
    `"p beyond" is small where the difference surely lies beyond the margin (Welch's test, with Holm's correction),`,
    `"p within" where it surely lies within (two one-sided tests).`,
    `Margins: ${accuracy} points of accuracy, ${loss} % of the training loss, ${weightNorm} % of the norm.`,
    `Significance ${levels.significance}, for a difference shared by the ${quantities.length} quantities.`,
    `Redistill ${ours.redistill} with TensorFlow ${ours.tensorflow} on ${ours.device};`,
    `RepDistiller (programs ${theirs.code}) with PyTorch ${theirs.pytorch} on ${theirs.device}.`,
  ].join('\n');
}

function summaryOf(cells: readonly CellComparison[]): string {
  const named = (outcome: CellComparison['outcome']) =>
    cells.filter((cell) => cell.outcome === outcome).map(({ name }) => name);
  const [differs, undecided, agrees] = [named('differs'), named('undecided'), named('agrees')];
  return [
    ...(differs.length > 0 ? [`Differs: ${differs.join(', ')}.`] : []),
    ...(undecided.length > 0 ? [`Wants more trials, or wider margins: ${undecided.join(', ')}.`] : []),
    ...(agrees.length > 0 ? [`Agrees: ${agrees.join(', ')}.`] : []),
  ].join('\n');
}
