import { z } from 'zod';
import { selectionSchema } from '../../suite/selection.ts';

/** Why a job failed. Those of `mayPass` are tried again. */
export const causeSchema = z.enum([
  'configuration',
  'data',
  'storage',
  'diverged',
  'machine',
  'memory',
  'device lost',
  'killed',
  'stopped from outside',
  'stalled',
  'time limit',
  'crash',
]);
export type Cause = z.infer<typeof causeSchema>;

/** The time of the machine's clock, for people: nothing is computed from it, as clocks jump. */
const at = { at: z.iso.datetime() };
const ofJob = { ...at, job: z.string(), label: z.string() };
/** Which try it was, of those of one run; counted from 1. */
const attempt = z.int().positive();

/** What happens to a suite: one line of `events.jsonl` each. */
export const eventSchema = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('run started'),
    ...at,
    host: z.string(),
    pid: z.int(),
    executor: z.enum(['local', 'slurm']),
    /** What was taken of the suite. */
    selection: selectionSchema,
    /** How many jobs that came to, how many of them were done, and how many may run at a time. */
    jobs: z.int(),
    done: z.int(),
    slots: z.int(),
  }),
  z.strictObject({ event: z.literal('run ended'), ...at, exitCode: z.int() }),
  /** A batch array of a cluster was handed in. */
  z.strictObject({
    event: z.literal('submitted'),
    ...at,
    /** The cluster's number of the array. */
    array: z.string(),
    /** The jobs by their places in the array. */
    tasks: z.array(z.string()),
  }),
  z.strictObject({
    event: z.literal('started'),
    ...ofJob,
    attempt,
    device: z.string(),
    /** Where it continues from its checkpoint; absent where it begins. */
    from: z.strictObject({ stage: z.enum(['first', 'main']), epoch: z.int().positive() }).optional(),
  }),
  z.strictObject({
    event: z.literal('done'),
    ...ofJob,
    /** Absent where the result was found when a run started: a runner died before it could note it. */
    attempt: attempt.optional(),
    /** Top-1 test accuracy in per cent. */
    accuracy: z.number(),
    seconds: z.number(),
  }),
  z.strictObject({
    event: z.literal('failed'),
    ...ofJob,
    attempt,
    cause: causeSchema,
    reason: z.string(),
    /** Seconds until it is tried again; absent where it is not. */
    retryAfter: z.number().optional(),
  }),
  z.strictObject({ event: z.literal('stopped'), ...ofJob }),
  /** It needs the result of a job that failed. */
  z.strictObject({ event: z.literal('skipped'), ...ofJob, because: z.string() }),
]);
export type Event = z.infer<typeof eventSchema>;
