import { Problem } from '../problem.ts';

/** A list as it is typed: with commas between. */
export function listIn(text: string): string[];
export function listIn(text: string | undefined): string[] | undefined;
export function listIn(text: string | undefined): string[] | undefined {
  return text?.split(',').map((name) => name.trim());
}

/** The range of a whole number, both ends included. */
export interface Range {
  /** 1 by default. */
  least?: number;
  /** No limit by default. */
  most?: number;
  /** Is it one of a list, with commas between? */
  several?: boolean;
}

/**
 * A whole number as it is typed.
 * @throws Problem where it is none, or out of its range
 */
export function numberIn(option: string, text: string, { least = 1, most, several }: Range = {}): number {
  const number = Number(text);
  const isWhole = /^\d+$/.test(text);
  if (isWhole && number >= least && number <= (most ?? Number.MAX_SAFE_INTEGER)) return number;
  const end = most ?? (isWhole && number > least ? Number.MAX_SAFE_INTEGER : undefined);
  const range = end === undefined ? `of at least ${least}` : `from ${least} to ${end}`;
  const others = several ? ', or several with commas between' : '';
  throw new Problem(`${option} is '${text}'`, `It must be a whole number ${range}${others}`);
}
