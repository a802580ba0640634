import { median } from '../../../base/statistics/median.ts';
import type { Timing } from '../../../results/step-times.ts';
import type { MeasuredSide } from '../side.ts';
import { watchOthers } from './others.ts';

/**
 * Lets the sides take their rounds in turn, so that a machine whose speed drifts slows all alike; while one has its turn
 * the others wait. The first step of a round does not count: the processor's caches are full of another process's data
 * then, and what a side could prepare for it, it had time for.
 * @param onRound called after each round of all sides
 * @throws Problem where a side fails
 */
export async function measureInTurn(
  sides: readonly MeasuredSide[],
  rounds: number,
  onRound: () => void = () => {},
): Promise<Timing[]> {
  const timings: Timing[] = sides.map(() => ({ rounds: [], peakMegabytes: 0, others: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, side] of sides.entries()) {
      const others = watchOthers();
      const { milliseconds, processorMilliseconds, peakKilobytes } = await side.round();
      const timing = timings[index]!;
      timing.others.push(others(processorMilliseconds));
      timing.rounds.push(Number(median(milliseconds.slice(1)).toFixed(3)));
      timing.peakMegabytes = Math.round((peakKilobytes * 1024) / 1e6);
    }
    onRound();
  }
  return timings;
}
