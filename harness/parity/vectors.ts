import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseTensors, type StoredTensor } from '../engine/safetensors.ts';
import { exitCode, Problem } from '../problem.ts';

const tensorSchema = z.object({
  name: z.string(),
  tol: z.number().optional(),
});
const scalarSchema = z.object({ f32: z.number(), f64: z.number(), tol: z.number() });
const caseSchema = z.object({
  case: z.string(),
  file: z.string(),
  tensors: z.array(tensorSchema),
  scalars: z.record(z.string(), scalarSchema).default({}),
});
const indexSchema = z.object({ cases: z.array(caseSchema) });

/** One case of a folder of parity vectors: what went in, what the reference gave, and how far off we may be. */
export interface Vectors {
  name: string;
  /** The hyper-parameters of the case. */
  settings: Record<string, unknown>;
  /** An input of the case, or a value that the comparison itself needs. */
  get(tensor: string): StoredTensor;
  has(tensor: string): boolean;
  /** The tensors whose names begin so. */
  names(prefix: string): string[];
  /** What the reference gave in float64, where there is such a run, and the tolerance. */
  expected(quantity: string): { values: ArrayLike<number>; tolerance: number };
  /** What has a tolerance and was not asked for with `expected`: nobody has compared it. */
  left(): string[];
}

/** All cases of a folder, by name such as `networks/resnet8.hash`. */
export async function readIndex(folder: string): Promise<Map<string, () => Promise<Vectors>>> {
  const index = indexSchema.parse(JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')));
  return new Map(index.cases.map((entry) => [entry.case, () => readCase(folder, entry)]));
}

async function readCase(folder: string, entry: z.infer<typeof caseSchema>): Promise<Vectors> {
  const path = join(folder, entry.file);
  const { tensors, metadata } = parseTensors(await readFile(path), path);
  const tolerances = new Map(entry.tensors.map(({ name, tol }) => [name, tol]));
  const asked = new Set<string>();
  const get = (name: string) => {
    const tensor = tensors.get(name);
    if (!tensor)
      throw new Problem(`${path} has no tensor "${name}"`, 'Take the file from its source again', exitCode.data);
    return tensor;
  };
  return {
    name: entry.case,
    settings: JSON.parse(metadata.case ?? '{}'),
    get,
    has: (name) => tensors.has(name),
    names: (prefix) => [...tensors.keys()].filter((name) => name.startsWith(prefix)),
    left: () => {
      const withTolerance = entry.tensors.filter(({ tol }) => tol !== undefined).map(({ name }) => name);
      return [...withTolerance, ...Object.keys(entry.scalars)].filter((name) => !asked.has(name));
    },
    expected(quantity) {
      asked.add(quantity);
      const scalar = entry.scalars[quantity];
      if (scalar) return { values: [scalar.f64], tolerance: scalar.tol };
      const tolerance = tolerances.get(quantity) ?? 1e-5;
      return { values: get(tensors.has(`f64/${quantity}`) ? `f64/${quantity}` : quantity).values, tolerance };
    },
  };
}
