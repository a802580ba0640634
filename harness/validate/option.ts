import { Problem } from '../problem.ts';

/** A list as it is typed: with commas between. */
export function listIn(text: string | undefined): string[] | undefined {
  return text?.split(',').map((name) => name.trim());
}

/**
 * A whole number as it is typed.
 * @throws Problem where it is none, or less than `least`
 */
export function numberIn(option: string, text: string, least = 1): number {
  if (/^\d+$/.test(text) && Number(text) >= least) return Number(text);
  throw new Problem(`${option} is '${text}'`, `It must be a whole number of at least ${least}`);
}
