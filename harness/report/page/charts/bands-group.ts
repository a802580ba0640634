import type { Checked } from '../../../check/checked.ts';
import type { Finding } from '../../../check/finding.ts';
import { bands } from '../../charts/bands.ts';
import type { ChartGroup, Figure } from '../page-data.ts';
import { figureOf } from './figures.ts';

/** What stands beside a band: a word or two. */
const words: Record<string, string> = {
  accuracy: 'accuracy',
  classification: 'cross entropy',
  distillation: "KD's loss",
  method: 'own loss',
  weightNorm: 'weight norm',
};

/** Where this run lies in the bands of earlier runs: one figure per distiller and pair. */
export async function bandsGroup(checked: Checked | string): Promise<ChartGroup> {
  const findings = typeof checked === 'string' ? [] : checked.findings.filter(isMeasured);
  const names = [...new Set(findings.map(cellOf))];
  const figures: Figure[] = [];
  for (const name of names) {
    const { distiller, pair } = partsOf(name);
    const marks = findings.filter((finding) => cellOf(finding) === name).map(markFor);
    figures.push(...figureOf(await bands({ distiller, pair, marks }), `${distiller}, ${pair}`));
  }
  return {
    id: 'bands',
    title: 'Bands',
    short: 'Bands',
    lead: 'Each grey bar is a band: where runs lie when nothing is broken, measured over many trials, with its ends in numbers. The mark is this run. A mark outside its band has an outline; where it is too far outside for the chart, an arrow points to it.',
    figures,
  };
}

function isMeasured({ kind, numbers }: Finding): boolean {
  return kind === 'band' && typeof numbers.low === 'number' && typeof numbers.quantity === 'string';
}

function markFor({ outcome, numbers: { quantity, epoch, low, high, mean } }: Finding) {
  const label = `${words[String(quantity)]}, epoch ${epoch}`;
  return { label, low: Number(low), high: Number(high), mean: Number(mean), outside: outcome === 'differs' };
}

/** `table: KD on resnet20/resnet8` of `table: KD on resnet20/resnet8, test accuracy after epoch 18`. */
const cellOf = ({ name }: Finding) => name.slice(0, name.lastIndexOf(', '));

function partsOf(name: string) {
  const [, distiller = name, pair = ''] = /^[^:]+: (.+) on (.+)$/.exec(name) ?? [];
  return { distiller, pair: pair.replace('/', ' to ') };
}
