import type { MainEpoch } from '../../job/result.ts';
import type { Values } from '../../model/engine/variable.ts';

const losses = ['loss', 'classification', 'distillation', 'method'] as const;
const correct = 'correct';

/** What an output is called that is another network's than the job's own: `peer.loss`. */
export const outputName = (output: string, network?: string) => (network ? `${network}.${output}` : output);

/**
 * Adds a batch to an epoch's sums: losses are means of it, and what was right is counted.
 * @param networks whose outputs they are, by name; the job's own has none
 */
export function addBatch(
  sums: Record<string, number>,
  outputs: Record<string, Values>,
  batch: number,
  networks: readonly (string | undefined)[],
): void {
  const add = (name: string, weight: number) => {
    const value = outputs[name];
    if (value) sums[name] = (sums[name] ?? 0) + value[0]! * weight;
  };
  for (const network of networks) {
    for (const name of losses) add(outputName(name, network), batch);
    add(outputName(correct, network), 1);
  }
}

/**
 * Means over an epoch's images.
 * @param network whose; the job's own by default
 */
export function meansOf(
  sums: Readonly<Record<string, number>>,
  images: number,
  network?: string,
): Pick<MainEpoch, (typeof losses)[number] | 'trainAccuracy'> {
  const means = losses
    .filter((name) => outputName(name, network) in sums)
    .map((name): [string, number] => [name, sums[outputName(name, network)]! / images]);
  const right = sums[outputName(correct, network)];
  const { loss = 0, ...parts } = Object.fromEntries(means);
  return { loss, ...parts, ...(right !== undefined && { trainAccuracy: (100 * right) / images }) };
}
