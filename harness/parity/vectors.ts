import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseTensors, type StoredTensor } from '../engine/safetensors.ts';
import { exitCode, Problem } from '../problem.ts';
import { validate } from '../validate/validate.ts';

const tensorSchema = z.object({
  name: z.string(),
  shape: z.array(z.number()),
  tol: z.number().optional(),
});
const scalarSchema = z.object({ f32: z.number(), f64: z.number(), tol: z.number() });
const caseSchema = z.object({
  case: z.string(),
  file: z.string(),
  tensors: z.array(tensorSchema),
  scalars: z.record(z.string(), scalarSchema).default({}),
});
const indexSchema = z.object({ cases: z.array(caseSchema).min(1) });

/** One case of a folder of parity vectors: what went in, what the reference gave, and how far off we may be. */
export interface Vectors {
  name: string;
  /**
   * The hyper-parameters of the case that the schema names.
   * @throws Problem where they are not as the schema has them
   */
  settings<Schema extends z.ZodType>(schema: Schema): z.output<Schema>;
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

/**
 * All cases of a folder, by name such as `networks/resnet8.hash`.
 * @throws Problem where the folder has no index, or one of another form
 */
export async function readIndex(folder: string): Promise<Map<string, () => Promise<Vectors>>> {
  const path = join(folder, 'index.json');
  const { cases } = validate(indexSchema, parseJson(await read(path), path), path, exitCode.data);
  const byName = new Map(cases.map((entry) => [entry.case, () => readCase(folder, entry)]));
  if (byName.size < cases.length) {
    const twice = cases.find((entry, i) => cases.findIndex(({ case: name }) => name === entry.case) < i)!;
    throw new Problem(`${path} names the case ${twice.case} twice`, 'Give each a name of its own', exitCode.data);
  }
  return byName;
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const why = (cause as Error).message.split(',')[0];
    throw new Problem(`${path} cannot be read (${why})`, 'Name a folder of parity vectors', exitCode.data, { cause });
  }
}

function parseJson(text: Buffer | string, place: string): unknown {
  try {
    return JSON.parse(String(text));
  } catch (cause) {
    throw new Problem(`${place} is no JSON`, 'Take the file from its source again', exitCode.data, { cause });
  }
}

async function readCase(folder: string, entry: z.infer<typeof caseSchema>): Promise<Vectors> {
  const path = join(folder, entry.file);
  const { tensors, metadata } = parseTensors(await read(path), path);
  const get = (name: string) => {
    const tensor = tensors.get(name);
    if (!tensor)
      throw new Problem(`${path} has no tensor "${name}"`, 'Take the file from its source again', exitCode.data);
    return tensor;
  };
  for (const { name, shape } of entry.tensors) {
    const { shape: found } = get(name);
    if (String(found) === String(shape)) continue;
    throw new Problem(
      `${path}: the tensor "${name}" is [${found.join(', ')}] there and [${shape.join(', ')}] in index.json`,
      'Take both from their source again',
      exitCode.data,
    );
  }
  const settings = parseJson(metadata.case ?? '{}', `the header entry "case" of ${path}`);
  const tolerances = new Map(entry.tensors.map(({ name, tol }) => [name, tol]));
  const asked = new Set<string>();
  return {
    name: entry.case,
    settings: (schema) => validate(schema, settings, entry.case, exitCode.data),
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
