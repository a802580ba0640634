import { z } from 'zod';
import type { Result } from './result.ts';

/** Whose values a table of networks that teach each other holds. */
export const sideSchema = z.enum(['student', 'teacher']);
export type Side = z.infer<typeof sideSchema>;

/** What tables hold that say nothing else. */
export const usualSide: Side = 'student';

/** The result of a side's network in a student's job; undefined where there is no such network. */
export function reachedBy(
  side: Side,
  result: Result | undefined,
): Pick<Result, 'accuracy' | 'top5Accuracy' | 'best'> | undefined {
  return side === 'student' ? result : result?.peer;
}
