import { counted } from '../../../base/counted.ts';
import { fixed } from '../../../results/cell-text.ts';
import type { PublishedCell } from '../../../suite/baseline/cells.ts';

/** `74.92 (0.28), 5 runs, by REPO, DIST`. */
export function publishedText({ applicable, mean, deviation, runs }: PublishedCell): string {
  if (!applicable) return 'n/a';
  if (mean.value === null) return 'not known';
  const spread = deviation.value === null ? '' : ` (${fixed(deviation.value)})`;
  return [
    `${fixed(mean.value)}${spread}`,
    ...(runs === null ? [] : [counted(runs, 'run')]),
    `by ${mean.sources.join(', ')}`,
  ].join(', ');
}
