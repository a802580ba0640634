import { sha256 } from '../../base/files/hash.ts';

/**
 * The rank of each outcome of the augmentation, by its number: a cache that has no room for all outcomes keeps the first
 * ranks. The order is random, and the same everywhere.
 */
export function ranksOf(outcomes: number): Uint32Array {
  const hashes = Array.from({ length: outcomes }, (_, outcome) => ({ outcome, hash: sha256(`outcome ${outcome}`) }));
  hashes.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const ranks = new Uint32Array(outcomes);
  for (const [rank, { outcome }] of hashes.entries()) ranks[outcome] = rank;
  return ranks;
}
