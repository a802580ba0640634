import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { z } from 'zod';
import { parseJson } from '../../base/files/json.ts';
import { near } from '../../base/near.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { validate } from '../../base/validate/validate.ts';
import { defaultLiterature, registryFolder, shownRegistry, sourcesFolder } from './folders.ts';
import {
  type Methods,
  methodsSchema,
  type PublishedRecipe,
  type PublishedSource,
  recipesSchema,
  sourceSchema,
} from './schema.ts';

/** What files of papers may name. */
interface Known {
  recipes: Record<string, PublishedRecipe>;
  methods: Methods;
}

/** What was published after CRD, as its files have it. */
export interface Literature extends Known {
  sources: PublishedSource[];
}

/**
 * Reads the numbers that were published after CRD and checks all of them.
 * @param own a folder with papers of the user's own, which are read too; where none is given, that of `add-paper`
 * @throws Problem where a file cannot be read, or something in it is not allowed
 */
export async function loadLiterature(own?: string): Promise<Literature> {
  const recipes = await readList(recipesSchema, 'recipes.json');
  const methods = await loadMethods();
  const paths = [...papersIn(sourcesFolder), ...ownPapers(own)];
  const read = await Promise.all(
    paths.map(async (path) => ({ path, source: await readSource(path, shownPath(path)) })),
  );
  const known = read.reduce<Known>((all, { path, source }) => withOwn(all, source, shownPath(path)), {
    recipes,
    methods,
  });
  for (const { path, source } of read) checkNames(source, known, shownPath(path));
  checkExtended(known.methods);
  return { sources: read.map(({ source }) => source), ...known };
}

function ownPapers(own: string | undefined): string[] {
  if (own === undefined) {
    const isThere = existsSync(defaultLiterature.folder);
    return isThere && defaultLiterature.folder !== sourcesFolder ? papersIn(defaultLiterature.folder) : [];
  }
  if (own === sourcesFolder) return [];
  if (!existsSync(own)) throw new Problem(`the folder ${near(own)} is not there`, 'Check the path', exitCode.data);
  const papers = papersIn(own);
  if (papers.length === 0) {
    throw new Problem(`${near(own)} has no papers, which are .json files`, 'Check the path', exitCode.data);
  }
  return papers;
}

/** The paths of a folder's papers. */
function papersIn(place: string): string[] {
  try {
    const names = readdirSync(place).filter((name) => name.endsWith('.json'));
    return names.toSorted().map((name) => join(place, name));
  } catch (cause) {
    throw new Problem(`${near(place)} cannot be read (${(cause as Error).message})`, 'Check it', exitCode.data, {
      cause,
    });
  }
}

/** The registry's own files by their places in the repository. */
function shownPath(path: string): string {
  return path.startsWith(`${registryFolder}/`) ? join(shownRegistry, relative(registryFolder, path)) : near(path);
}

/** The recipes and methods with those that a source brings along. */
function withOwn(known: Known, { recipes, methods }: PublishedSource, shown: string): Known {
  for (const [field, own] of Object.entries({ recipes, methods })) {
    const double = Object.keys(own).find((name) => Object.hasOwn(known[field as keyof Known], name));
    if (double === undefined) continue;
    const message = `${shown}: ${field} has '${double}', which ${field}.json or another file has too`;
    throw new Problem(message, 'Leave it out, or give it another name', exitCode.data);
  }
  return { recipes: { ...known.recipes, ...recipes }, methods: { ...known.methods, ...methods } };
}

/** The methods of the registry's own list, which any file may name. */
export const loadMethods = () => readList(methodsSchema, 'methods.json');

const readList = <Schema extends z.ZodType>(schema: Schema, name: string) =>
  read(schema, join(registryFolder, name), `${shownRegistry}/${name}`);

/**
 * Reads the file of a source and checks all of it.
 * @param known the recipes and methods that it may name
 * @param shown its path as the user knows it
 * @throws Problem where it cannot be read, or something in it is not allowed
 */
export async function readPublishedSource(path: string, known: Known, shown = path): Promise<PublishedSource> {
  const source = await readSource(path, shown);
  checkNames(source, withOwn(known, source, shown), shown);
  return source;
}

const readSource = (path: string, shown: string) => read(sourceSchema, path, shown);

async function read<Schema extends z.ZodType>(schema: Schema, path: string, shown: string): Promise<z.output<Schema>> {
  let content: unknown;
  try {
    content = parseJson(await readFile(path));
  } catch (cause) {
    const why = (cause as Error).message;
    throw new Problem(`${shown} cannot be read (${why})`, 'Correct or restore the file', exitCode.data, { cause });
  }
  return validate(schema, content, shown, exitCode.data);
}

function checkNames(source: PublishedSource, known: Known, shown: string): void {
  const check = (name: string, list: keyof Known, field: string) => {
    if (Object.hasOwn(known[list], name)) return;
    const message = `${shown}: ${field} is '${name}', which ${list}.json does not have`;
    throw new Problem(message, `Correct it, or add it to ${list} in this file`, exitCode.data);
  };
  check(source.about.recipe, 'recipes', 'about.recipe');
  for (const [index, { recipe, rows, trials, statements }] of source.tables.entries()) {
    const table = `tables[${index}]`;
    if (recipe !== undefined) check(recipe, 'recipes', `${table}.recipe`);
    for (const method of Object.keys(rows)) check(method, 'methods', `a method of ${table}.rows`);
    for (const method of Object.keys(trials)) check(method, 'methods', `a method of ${table}.trials`);
    for (const { method } of statements) check(method, 'methods', `a method of ${table}.statements`);
  }
}

function checkExtended(methods: Methods): void {
  for (const [name, { extends: extended }] of Object.entries(methods)) {
    const unknown = extended.find((one) => !Object.hasOwn(methods, one));
    if (unknown === undefined) continue;
    const message = `the method ${name} extends '${unknown}', which neither methods.json nor another file has`;
    throw new Problem(message, 'Add it, or correct it', exitCode.data);
  }
}
