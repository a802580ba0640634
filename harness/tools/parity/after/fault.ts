/** A fault that somebody could make in a method, and whose vectors find it (`faults.slow.test.ts`). */
export interface Fault {
  fault: string;
  /** From the repository's root. */
  file: string;
  /** What stands there once, and what is to stand there. */
  before: string;
  after: string;
  /** Which stored cases differ then: `losses/dkd` for all of that loss. */
  cases: readonly string[];
}

/** Faults in one file that the same cases find. */
export function faultsIn(
  file: string,
  cases: readonly string[],
  edits: Record<string, [before: string, after: string]>,
) {
  return Object.entries(edits).map(([fault, [before, after]]): Fault => ({ fault, file, before, after, cases }));
}
