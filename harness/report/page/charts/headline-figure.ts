import { meanOf } from '../../../base/statistics/mean.ts';
import { gains, type ShownGain } from '../../charts/gains.ts';
import type { MeasuredTable } from '../collect/tables.ts';
import type { Figure } from '../page-data.ts';
import { shownGains } from './gains-group.ts';

/** The one picture of a suite: what each distiller adds to the student that learns alone, the best first. */
export async function headlineFigure(tables: readonly MeasuredTable[]): Promise<Figure | undefined> {
  const measured = shownGains(tables).filter(({ gain }) => gain !== undefined);
  const pairs = [...new Set(measured.map(({ pair }) => pair))];
  const distillers = [...new Set(measured.map(({ distiller }) => distiller))];
  const isEverywhere = (name: string) => ownOf(name).length === pairs.length;
  const ranked = distillers
    .filter(isEverywhere)
    .map(meanGain)
    .toSorted((a, b) => b.gain! - a.gain!);
  const [chart] = await gains(ranked, 'Gain over vanilla, the best first');
  if (!chart) return undefined;
  const left = distillers.filter((name) => !isEverywhere(name));
  const without = left.length > 0 ? ` Left out, as not measured on all of them: ${left.join(', ')}.` : '';
  // A line ends neither within a pair's name nor between a number and its unit.
  const over = pairs.length === 1 ? pairs[0]!.replaceAll(' to ', '\u{a0}to\u{a0}') : `mean over ${pairs.length} pairs`;
  const line = ranked.some(({ interval }) => interval !== undefined) ? ' Line: 95\u{a0}% interval.' : '';
  const tick = ranked.some(({ published }) => published !== undefined) ? ' Tick: published.' : '';
  return { caption: `Gain over the vanilla student, ${over}.${line}${tick}${without}`, svg: chart.svg };

  function ownOf(name: string): ShownGain[] {
    return measured.filter(({ distiller }) => distiller === name);
  }

  /** A mean over pairs has no interval: pairs are no sample of anything. */
  function meanGain(distiller: string): ShownGain {
    const own = ownOf(distiller);
    const published = own.flatMap((one) => one.published ?? []);
    return {
      distiller,
      pair: pairs.length === 1 ? pairs[0]! : 'all pairs',
      gain: meanOf(own.flatMap(({ gain }) => gain ?? [])),
      interval: own.length === 1 ? own[0]!.interval : undefined,
      published: published.length === own.length ? meanOf(published) : undefined,
    };
  }
}
