import { isDeepStrictEqual } from 'node:util';
import type { Dataset } from '../../job/dataset.ts';
import type { Baseline } from './schema.ts';

/**
 * Why runs cannot be compared with a baseline, as a sentence without its full stop; undefined where they can.
 * @param epochs that the students were trained
 */
export function whyNotComparable(
  { dataset, epochs, literature }: Pick<Baseline, 'dataset' | 'epochs' | 'literature'>,
  runs: { dataset: Dataset; epochs: number },
): string | undefined {
  if (!isDeepStrictEqual(dataset, runs.dataset)) return "The baseline's data set is not that of these runs";
  // Its numbers have epochs of their own.
  if (literature) return undefined;
  if (epochs !== runs.epochs) return `The baseline is for ${epochs} epochs, and these runs have ${runs.epochs}`;
  return undefined;
}
