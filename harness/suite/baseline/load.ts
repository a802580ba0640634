import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseJson } from '../../base/files/json.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { validate } from '../../base/validate/validate.ts';
import { type Baseline, baselineSchema } from './schema.ts';

/** What others published, and what was measured here. */
const folders = ['published', 'measured'] as const;
const root = fileURLToPath(new URL('../../../baselines/', import.meta.url));

/** The path of each baseline below `baselines/`, by its name. */
function baselinePaths(): Map<string, string> {
  const files = folders.flatMap((folder) => readdirSync(join(root, folder)).map((file) => join(folder, file)));
  return new Map(files.filter((path) => path.endsWith('.json')).map((path) => [basename(path, '.json'), path]));
}

/** The path of a baseline's file; undefined where there is none of that name. */
export function baselinePath(name: string): string | undefined {
  const path = baselinePaths().get(name);
  return path && join(root, path);
}

/** The names of the baselines that Redistill comes with. */
export function baselineNames(): string[] {
  return [...baselinePaths().keys()].sort();
}

/**
 * Reads a baseline and checks all of it.
 * @param name one of `baselineNames()`
 * @throws Problem where the file cannot be read, or something in it is not allowed
 */
export async function loadBaseline(name: string): Promise<Baseline> {
  const shown = join('baselines', baselinePaths().get(name) ?? `published/${name}.json`);
  return readBaseline(join(root, '..', shown), shown);
}

/**
 * Reads a baseline's file and checks all of it.
 * @param shown its path as the user knows it
 * @throws Problem where it cannot be read, or something in it is not allowed
 */
export async function readBaseline(path: string, shown = path): Promise<Baseline> {
  let content: unknown;
  try {
    content = parseJson(await readFile(path));
  } catch (cause) {
    throw new Problem(`${path} cannot be read (${(cause as Error).message})`, 'Restore the file', exitCode.data, {
      cause,
    });
  }
  return validate(baselineSchema, content, shown);
}
