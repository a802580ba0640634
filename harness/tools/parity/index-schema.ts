import { z } from 'zod';
import { schemeNames } from './formula.ts';

const size = z.int().nonnegative();
const drift = z.number().nonnegative().optional();

const tensorSchema = z.strictObject({
  name: z.string(),
  dtype: z.enum(['F32', 'I32', 'I64']),
  shape: z.array(size),
  /** How far the reference in float32 is from itself in float64. */
  drift,
  tol: z.number().positive().optional(),
  /** Its true value is 0: what comes out is noise, of less than `abs_tol`. */
  structural_zero: z.boolean().optional(),
  abs_tol: z.number().positive().optional(),
});

const scalarSchema = z.strictObject({ f32: z.number(), f64: z.number(), drift, tol: z.number().positive() });

const caseSchema = z.strictObject({
  case: z.string(),
  file: z.string(),
  bytes: size.optional(),
  tensors: z.array(tensorSchema),
  scalars: z.record(z.string(), scalarSchema).default({}),
  scheme: z.enum(schemeNames).optional(),
  /** The items of the reference's case that are kept. */
  layers: z.array(size).optional(),
  well_conditioned: z.boolean().optional(),
  method: z.string().optional(),
  note: z.string().optional(),
});

/** The one way in which errors are measured here. */
const metric = 'max|x-ref| / max|ref| over a tensor; ref is the f64/ tensor where there is one';

/** A folder's index.json. Whatever else one says would change what its numbers mean, and is an error. */
export const indexSchema = z.strictObject({
  seed: z.int().optional(),
  torch: z.string().optional(),
  metric: z.literal(metric).optional(),
  sources: z.record(z.string(), z.string()).optional(),
  cases: z.array(caseSchema).min(1),
});

export type CaseEntry = z.output<typeof caseSchema>;
