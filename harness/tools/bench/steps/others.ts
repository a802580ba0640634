import { availableParallelism, cpus } from 'node:os';
import { median } from '../../../base/statistics/median.ts';
import type { Measurement } from '../../../results/step-times.ts';

/** How many of its cores' worth of work a machine may do beside a measurement before that is called disturbed. */
const tolerance = 0.2;

/**
 * Looks at the machine's processors from now on.
 * @returns to be called when a measurement is over: how many cores other processes have kept busy since
 */
export function watchOthers(): (ownMilliseconds: number) => number {
  const [began, before] = [performance.now(), busyMilliseconds()];
  return (own) => {
    const others = (busyMilliseconds() - before - own) / (performance.now() - began);
    return Number(Math.max(0, others).toFixed(2));
  };
}

/** How many cores other processes kept busy while something was measured. */
export function othersIn({ ours, reference }: Measurement): number {
  return median([...ours.others, ...(reference?.others ?? [])]);
}

/** Did others take of the cores that a process with that many threads needs? */
export function isDisturbed(others: number, threads: number): boolean {
  return others > Math.max(0, availableParallelism() - threads) + tolerance;
}

/** The time that all cores together have worked. */
function busyMilliseconds(): number {
  return cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0);
}
