import { sha256 } from '../hash.ts';

/** Where the crop may start in a row or a column: a padding of 4 pixels on each side. */
const places = 9;

/** What the augmentation did to an image. */
interface Move {
  /** 0 to 8 */
  row: number;
  /** 0 to 8 */
  column: number;
  mirror: boolean;
}

/** How many outcomes the augmentation has: 162, or 81 for data sets without mirrors. */
export function outcomesOf({ mirrors }: { mirrors: boolean }): number {
  return places * places * (mirrors ? 2 : 1);
}

/** The outcome's number, from 0; those without a mirror come first. */
export function outcomeOf({ row, column, mirror }: Move): number {
  return ((mirror ? 1 : 0) * places + row) * places + column;
}

/**
 * The rank of each outcome, by its number: a cache that has no room for all keeps the first ranks. The order is random,
 * and the same everywhere.
 */
export function ranksOf(outcomes: number): Uint32Array {
  const hashes = Array.from({ length: outcomes }, (_, outcome) => ({ outcome, hash: sha256(`outcome ${outcome}`) }));
  hashes.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const ranks = new Uint32Array(outcomes);
  for (const [rank, { outcome }] of hashes.entries()) ranks[outcome] = rank;
  return ranks;
}
