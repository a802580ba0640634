import { sizeOf } from './shape.ts';

/** Some rows of a table, one after the other: what is moved of it at once. */
export interface Piece {
  /** The index of the first row. */
  first: number;
  rows: number;
}

/** A few pieces at a time, on their way from one memory to another, are nothing beside a network. */
const mostBytes = 2 ** 25;

/** All of a table of float32 in pieces of at most 32 MiB, in order. */
export function piecesOf([rows = 1, ...row]: readonly number[]): Piece[] {
  const atOnce = Math.max(1, Math.floor(mostBytes / (4 * sizeOf(row))));
  return Array.from({ length: Math.ceil(rows / atOnce) }, (_, piece) => {
    const first = piece * atOnce;
    return { first, rows: Math.min(atOnce, rows - first) };
  });
}
