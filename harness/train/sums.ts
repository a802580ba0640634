import type { Values } from '../engine/variable.ts';
import type { MainEpoch } from '../job/result.ts';
import { peerOutput } from './mutual-step.ts';

const losses = ['loss', 'classification', 'distillation', 'method'] as const;

/** Adds a batch to an epoch's sums. */
export function count(sums: Record<string, number>, outputs: Record<string, Values>, batch: number): void {
  const add = (name: string, weight: number) => {
    const value = outputs[name];
    if (value) sums[name] = (sums[name] ?? 0) + value[0]! * weight;
  };
  for (const nameOf of [(name: string) => name, peerOutput]) {
    for (const name of losses) add(nameOf(name), batch);
    add(nameOf('correct'), 1);
  }
}

/**
 * Means over an epoch's images.
 * @param nameOf what the sums are called that are added up for a network
 */
export function meansOf(
  sums: Readonly<Record<string, number>>,
  images: number,
  nameOf = (name: string) => name,
): Pick<MainEpoch, (typeof losses)[number] | 'trainAccuracy'> {
  const means = losses
    .filter((name) => nameOf(name) in sums)
    .map((name): [string, number] => [name, sums[nameOf(name)]! / images]);
  const correct = sums[nameOf('correct')];
  const { loss = 0, ...parts } = Object.fromEntries(means);
  return { loss, ...parts, ...(correct !== undefined && { trainAccuracy: (100 * correct) / images }) };
}
