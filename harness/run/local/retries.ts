/** How often a job that may pass is tried again, and how long that waits. */
export interface Retries {
  /** Beside the first try. */
  most: number;
  /** Before the second try; each further one waits twice as long. */
  seconds: number;
}

export const defaultRetries: Retries = { most: 2, seconds: 10 };

/** Seconds; enough for a machine to come back to itself. */
const longest = 3600;

/** Seconds before the next try; undefined where there is none. */
export function secondsBeforeRetry(attempt: number, { most, seconds }: Retries): number | undefined {
  return attempt > most ? undefined : Math.min(longest, seconds * 2 ** (attempt - 1));
}
