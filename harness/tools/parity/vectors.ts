import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { gunzip } from '../../base/files/gunzip.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { validate } from '../../base/validate/validate.ts';
import { parseTensors, type StoredTensor } from '../../model/engine/safetensors.ts';
import { type CaseEntry, indexSchema } from './index-schema.ts';

/** What every case says about itself: layouts are PyTorch's alone. */
const headerSchema = z.looseObject({ layout: z.literal('NCHW/OIHW (PyTorch)').optional() });

/** Numbers and switches of a case that tell how it was made, and change nothing in what is computed. */
const remarks = new Set([
  'seed',
  'well_conditioned',
  'relu_margin',
  'optimizer_tensors',
  'relax_positives',
  'feat_num',
  'T_as_stored',
  'log_scale_init_f32',
  'torchvision_has_train_data',
]);

/** One case of a folder of parity vectors: what went in, what the reference gave, and how far off we may be. */
export interface CaseVectors {
  name: string;
  /**
   * The hyper-parameters of the case that the schema names.
   * @throws Problem where they are not as the schema has them
   */
  settings<Schema extends z.ZodObject>(schema: Schema): z.output<Schema>;
  /** An input of the case, or a value that the comparison itself needs. */
  get(tensor: string): StoredTensor;
  has(tensor: string): boolean;
  /** The tensors whose names begin so. */
  names(prefix: string): string[];
  expected(quantity: string): ExpectedQuantity;
  /** Is there such a scalar or tensor to compare with? */
  expects(quantity: string): boolean;
  /** What nobody has compared or read: quantities with a tolerance, other tensors, hyper-parameters. */
  left(): string[];
}

export interface ExpectedQuantity {
  /** What the reference gave in float64, where there is such a run. */
  values: ArrayLike<number>;
  tolerance: number;
  /** Is its true value 0? Then the tolerance is of the value, not of an error relative to it. */
  zero?: boolean;
}

/**
 * All cases of a folder, by name such as `networks/resnet8.hash`.
 * @throws Problem where the folder has no index, or one of another form
 */
export async function readIndex(folder: string): Promise<Map<string, () => Promise<CaseVectors>>> {
  const path = join(folder, 'index.json');
  const { cases } = validate(indexSchema, parseJson(await read(path), path), path, exitCode.data);
  const byName = new Map(cases.map((entry) => [entry.case, () => readCase(folder, entry)]));
  if (byName.size < cases.length) {
    const twice = cases.find((entry, i) => cases.findIndex(({ case: name }) => name === entry.case) < i)!;
    throw new Problem(`${path} names the case ${twice.case} twice`, 'Give each a name of its own', exitCode.data);
  }
  return byName;
}

/** A file's contents, unpacked where it is a gzip file. */
async function read(path: string): Promise<Buffer> {
  try {
    return path.endsWith('.gz') ? await buffer(gunzip(path)) : await readFile(path);
  } catch (cause) {
    const why = (cause as Error).message.split(',')[0];
    throw new Problem(`${path} cannot be read (${why})`, 'Name a folder of parity vectors', exitCode.data, { cause });
  }
}

function parseJson(text: Buffer | string, place: string): unknown {
  try {
    return JSON.parse(String(text));
  } catch (cause) {
    throw new Problem(`${place} is not JSON`, 'Take the file from its source again', exitCode.data, { cause });
  }
}

async function readCase(folder: string, entry: CaseEntry): Promise<CaseVectors> {
  const path = join(folder, entry.file);
  const { tensors, metadata } = parseTensors(await read(path), path);
  checkTensors(tensors, entry, path);
  const place = `the header entry "case" of ${path}`;
  const settings = validate(headerSchema, parseJson(metadata.case ?? '{}', place), place, exitCode.data);
  const entries = new Map(entry.tensors.map((tensor) => [tensor.name, tensor]));
  const readTensors = new Set<string>();
  const readSettings = new Set<string>();
  const compared = new Set<string>();
  const get = (name: string) => {
    const tensor = tensors.get(name);
    if (!tensor)
      throw new Problem(`${path} has no tensor "${name}"`, 'Take the file from its source again', exitCode.data);
    readTensors.add(name.replace(twin, ''));
    return tensor;
  };
  return {
    name: entry.case,
    settings(schema) {
      for (const name of Object.keys(schema.shape)) readSettings.add(name);
      return validate(schema, settings, entry.case, exitCode.data);
    },
    get,
    has: (name) => tensors.has(name),
    names: (prefix) => [...tensors.keys()].filter((name) => name.startsWith(prefix)),
    left() {
      const quantities = entry.tensors.filter(({ name, tol }) => {
        return tol ? !compared.has(name) : !readTensors.has(name) && !name.endsWith('grad_drift');
      });
      const scalars = Object.keys(entry.scalars).filter((name) => !compared.has(name));
      const numbers = Object.keys(settings).filter((name) => /number|boolean/.test(typeof settings[name]));
      const ignored = numbers.filter((name) => !readSettings.has(name) && !remarks.has(name));
      return [...quantities.map(({ name }) => name), ...scalars, ...ignored];
    },
    expects: (quantity) => Object.hasOwn(entry.scalars, quantity) || tensors.has(quantity),
    expected(quantity) {
      compared.add(quantity);
      const scalar = entry.scalars[quantity];
      if (scalar) return { values: [scalar.f64], tolerance: scalar.tol };
      const { values } = get(tensors.has(`f64/${quantity}`) ? `f64/${quantity}` : quantity);
      const { tol, structural_zero: zero, abs_tol } = entries.get(quantity) ?? {};
      return zero ? { values, tolerance: abs_tol ?? 0, zero } : { values, tolerance: tol ?? 1e-5 };
    },
  };
}

/** Before the name of what the run in float64 gave. */
const twin = /^f64\//;

/**
 * Does the file hold what the index names, and nothing else?
 * @throws Problem where not
 */
function checkTensors(tensors: ReadonlyMap<string, StoredTensor>, entry: CaseEntry, path: string): void {
  const shapes = new Map(entry.tensors.map(({ name, shape }) => [name, shape]));
  const again = 'Take both from their source again';
  for (const name of shapes.keys()) {
    if (!tensors.has(name)) throw new Problem(`${path} has no tensor "${name}"`, again, exitCode.data);
  }
  for (const [name, { shape: found }] of tensors) {
    const shape = shapes.get(name.replace(twin, ''));
    if (!shape) throw new Problem(`${path} has a tensor "${name}" that index.json does not name`, again, exitCode.data);
    if (String(found) === String(shape)) continue;
    throw new Problem(
      `${path}: the tensor "${name}" is [${found.join(', ')}] there and [${shape.join(', ')}] in index.json`,
      again,
      exitCode.data,
    );
  }
}
