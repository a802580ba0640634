import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCode, Problem } from '../problem.ts';
import { validate } from '../validate/validate.ts';
import { type Baseline, baselineSchema } from './schema.ts';

const folder = fileURLToPath(new URL('../../baselines/published/', import.meta.url));

/** The names of the published results that Redistill comes with. */
export function baselineNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => basename(file, '.json'))
    .sort();
}

/**
 * Reads published results and checks all of them.
 * @param name one of `baselineNames()`
 * @throws Problem where the file cannot be read, or something in it is not allowed
 */
export async function loadBaseline(name: string): Promise<Baseline> {
  const path = join(folder, `${name}.json`);
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new Problem(`${path} cannot be read (${(cause as Error).message})`, 'Restore the file', exitCode.data, {
      cause,
    });
  }
  return validate(baselineSchema, content, `baselines/published/${name}.json`);
}
