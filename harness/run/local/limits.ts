/** How long a job may take, and how it is ended. */
export interface Limits {
  /** Of its process, from start to end; none where it is undefined. */
  seconds: number | undefined;
  /** Without a sign of life. */
  stallSeconds: number;
  /** Between SIGTERM and SIGKILL: for a checkpoint. */
  graceMilliseconds: number;
}

export const defaultLimits: Limits = { seconds: undefined, stallSeconds: 900, graceMilliseconds: 60_000 };
