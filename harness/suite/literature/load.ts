import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { parseJson } from '../../base/files/json.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { validate } from '../../base/validate/validate.ts';
import {
  type Methods,
  methodsSchema,
  type PublishedRecipe,
  type PublishedSource,
  recipesSchema,
  sourceSchema,
} from './schema.ts';

/** What was published after CRD, as its files have it. */
export interface Literature {
  sources: PublishedSource[];
  recipes: Record<string, PublishedRecipe>;
  methods: Methods;
}

const shownFolder = 'baselines/published/after-crd';
const folder = fileURLToPath(new URL(`../../../${shownFolder}`, import.meta.url));

/**
 * Reads the numbers that were published after CRD and checks all of them.
 * @throws Problem where a file cannot be read, or something in it is not allowed
 */
export async function loadLiterature(): Promise<Literature> {
  const recipes = await readList(recipesSchema, 'recipes.json');
  const methods = await readList(methodsSchema, 'methods.json');
  const files = readdirSync(join(folder, 'sources')).filter((name) => name.endsWith('.json'));
  const sources = await Promise.all(
    files.toSorted().map(async (name) => {
      const path = join(folder, 'sources', name);
      return readPublishedSource(path, { recipes, methods }, `${shownFolder}/sources/${name}`);
    }),
  );
  checkExtended(methods);
  return { sources, recipes, methods };
}

const readList = <Schema extends z.ZodType>(schema: Schema, name: string) =>
  read(schema, join(folder, name), `${shownFolder}/${name}`);

/**
 * Reads the file of a source and checks all of it.
 * @param known the recipes and methods that it may name
 * @param shown its path as the user knows it
 * @throws Problem where it cannot be read, or something in it is not allowed
 */
export async function readPublishedSource(
  path: string,
  known: Pick<Literature, 'recipes' | 'methods'>,
  shown = path,
): Promise<PublishedSource> {
  const source = await read(sourceSchema, path, shown);
  checkNames(source, known, shown);
  return source;
}

async function read<Schema extends z.ZodType>(schema: Schema, path: string, shown: string): Promise<z.output<Schema>> {
  let content: unknown;
  try {
    content = parseJson(await readFile(path));
  } catch (cause) {
    const why = (cause as Error).message;
    throw new Problem(`${shown} cannot be read (${why})`, 'Restore the file', exitCode.data, { cause });
  }
  return validate(schema, content, shown, exitCode.data);
}

function checkNames(
  source: PublishedSource,
  { recipes, methods }: Pick<Literature, 'recipes' | 'methods'>,
  shown: string,
): void {
  const check = (name: string, list: object, file: string, field: string) => {
    if (Object.hasOwn(list, name)) return;
    const message = `${shown}: ${field} is '${name}', which ${file} does not have`;
    throw new Problem(message, `Correct it, or add it to ${shownFolder}/${file}`, exitCode.data);
  };
  check(source.about.recipe, recipes, 'recipes.json', 'about.recipe');
  for (const [index, { recipe, rows, trials, statements }] of source.tables.entries()) {
    const table = `tables[${index}]`;
    if (recipe !== undefined) check(recipe, recipes, 'recipes.json', `${table}.recipe`);
    for (const method of Object.keys(rows)) check(method, methods, 'methods.json', `a method of ${table}.rows`);
    for (const method of Object.keys(trials)) check(method, methods, 'methods.json', `a method of ${table}.trials`);
    for (const { method } of statements) check(method, methods, 'methods.json', `a method of ${table}.statements`);
  }
}

function checkExtended(methods: Methods): void {
  for (const [name, { extends: extended }] of Object.entries(methods)) {
    const unknown = extended.find((one) => !Object.hasOwn(methods, one));
    if (unknown === undefined) continue;
    const place = `${shownFolder}/methods.json: ${name}.extends`;
    throw new Problem(`${place} has '${unknown}', which is no method there`, 'Add it, or correct it', exitCode.data);
  }
}
