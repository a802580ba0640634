import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeWhole } from '../../harness/base/files/files.ts';
import { exitCode, Problem } from '../../harness/base/problem.ts';
import { validate } from '../../harness/base/validate/validate.ts';

export const deviceSchema = z.enum(['gpu', 'cpu']);
export type Device = z.infer<typeof deviceSchema>;

/** The steps, in their order. */
export const stepNameSchema = z.enum([
  'doctor',
  'parity',
  'digits',
  'resume',
  'two-jobs',
  'memory-growth',
  'hidden-gpu',
  'lost-gpu',
  'speed',
  'beside-eager',
  'beside-compiled',
  'xla',
  'tf32',
  'mixed-precision',
]);
export type StepName = z.infer<typeof stepNameSchema>;

/** The result of a step. */
const findingSchema = z.strictObject({
  outcome: z.enum(['passed', 'failed', 'not possible here']),
  /** Why it failed or is not possible, in a sentence without its full stop; absent where it passed. */
  why: z.string().optional(),
  /** Did it fail for want of time? What it has left is used again then. */
  outOfTime: z.literal(true).optional(),
  /** What was measured, from a name to its value. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** What a command printed that people want to read. */
  output: z.string().optional(),
});
export type Finding = z.infer<typeof findingSchema>;

const resultSchema = findingSchema.extend({
  /** When it ended. */
  at: z.iso.datetime(),
  seconds: z.number(),
});

/** Where a proof was made: what differs belongs to another one. */
const machineSchema = z.strictObject({
  redistill: z.string(),
  node: z.string(),
  processor: z.string(),
  cores: z.int().positive(),
  /** As NVIDIA's driver names them. */
  gpus: z.array(z.string()),
});
export type Machine = z.infer<typeof machineSchema>;

/** `proof.json`. */
export const proofSchema = z.strictObject({
  device: deviceSchema,
  /** Was only a part of each step asked for? */
  short: z.boolean(),
  machine: machineSchema,
  /** Those that have ended, from name to result. */
  steps: z.partialRecord(stepNameSchema, resultSchema),
});
export type Proof = z.infer<typeof proofSchema>;

/**
 * Reads a proof that was begun; a new one where there is none.
 * @throws Problem where the file is damaged, or of another machine or version
 */
export async function openProof(path: string, begun: Omit<Proof, 'steps'>): Promise<Proof> {
  if (!existsSync(path)) return { ...begun, steps: {} };
  let contents: unknown;
  try {
    contents = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    const message = `${path} cannot be read (${(cause as Error).message})`;
    throw new Problem(message, 'Remove it', exitCode.data, { cause });
  }
  const proof = validate(proofSchema, contents, path, exitCode.data);
  if (JSON.stringify(proof.machine) === JSON.stringify(begun.machine)) return proof;
  const message = `${path} is of another machine, or of another version of Redistill or Node`;
  throw new Problem(message, 'Give other --results, or remove it', exitCode.configuration);
}

export async function writeProof(path: string, proof: Proof): Promise<void> {
  await writeWhole(path, `${JSON.stringify(proofSchema.parse(proof), undefined, 2)}\n`);
}
