import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { z } from 'zod';
import { parseJson } from '../../base/files/json.ts';
import { near } from '../../base/near.ts';
import { exitCode, isSystemError, Problem } from '../../base/problem.ts';
import { guess } from '../../base/validate/nearest.ts';
import { validate } from '../../base/validate/validate.ts';
import { defaultLiterature, registryFolder, shownRegistry, sourcesFolder } from './folders.ts';
import { type KnownNames, withNamesOf } from './known-names.ts';
import { refuseRepeatedNumbers } from './refuse-repeated-numbers.ts';
import { methodsSchema, recipesSchema } from './schema.ts';
import { type PublishedSource, sourceSchema } from './source-schema.ts';

/** What was published after CRD, as its files have it. */
export interface Literature extends KnownNames {
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
  const known = read.reduce<KnownNames>((all, { path, source }) => withNamesOf(all, source, shownPath(path)), {
    recipes,
    methods,
    files: {},
  });
  for (const { path, source } of read) checkNames(source, known, shownPath(path));
  checkExtended(known.methods);
  refuseRepeatedNumbers(read.map(({ path, source }) => ({ source, shown: shownPath(path) })));
  return { sources: read.map(({ source }) => source), ...known };
}

function ownPapers(own: string | undefined): string[] {
  if (own === undefined) {
    const isThere = existsSync(defaultLiterature.folder);
    return isThere && defaultLiterature.folder !== sourcesFolder ? papersIn(defaultLiterature.folder) : [];
  }
  if (!existsSync(own)) throw new Problem(`the folder ${near(own)} is not there`, 'Check the path', exitCode.data);
  // Perhaps by a link.
  if (realpathSync(own) === realpathSync(sourcesFolder)) return [];
  const papers = papersIn(own);
  if (papers.length === 0) {
    throw new Problem(`${near(own)} has no papers, which are .json files`, 'Check the path', exitCode.data);
  }
  return papers;
}

/** The paths of a folder's papers. */
function papersIn(place: string): string[] {
  try {
    // Other systems leave hidden files beside theirs, such as ._MyKD.json.
    const names = readdirSync(place).filter((name) => /\.json$/i.test(name) && !name.startsWith('.'));
    return names.toSorted().map((name) => join(place, name));
  } catch (cause) {
    if (isSystemError(cause, 'ENOTDIR')) {
      throw new Problem(`${near(place)} is a file`, 'Give the folder that it is in', exitCode.data, { cause });
    }
    throw new Problem(`${near(place)} cannot be read (${(cause as Error).message})`, 'Check it', exitCode.data, {
      cause,
    });
  }
}

/** The registry's own files by their places in the repository. */
function shownPath(path: string): string {
  return path.startsWith(`${registryFolder}/`) ? join(shownRegistry, relative(registryFolder, path)) : near(path);
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
export async function readPublishedSource(
  path: string,
  known: Omit<KnownNames, 'files'>,
  shown = path,
): Promise<PublishedSource> {
  const source = await readSource(path, shown);
  checkNames(source, withNamesOf({ ...known, files: {} }, source, shown), shown);
  return source;
}

const readSource = (path: string, shown: string) => read(sourceSchema, path, shown);

async function read<Schema extends z.ZodType>(schema: Schema, path: string, shown: string): Promise<z.output<Schema>> {
  let content: unknown;
  try {
    // A pipe would be waited for.
    if (!(await stat(path)).isFile()) throw new Error('it is no file');
    content = parseJson(await readFile(path));
  } catch (cause) {
    const why = (cause as Error).message;
    throw new Problem(`${shown} cannot be read (${why})`, 'Correct or restore the file', exitCode.data, { cause });
  }
  return validate(schema, content, shown, exitCode.data);
}

function checkNames(source: PublishedSource, known: KnownNames, shown: string): void {
  const check = (name: string, list: 'methods' | 'recipes', field: string) => {
    if (Object.hasOwn(known[list], name)) return;
    const message = `${shown}: ${field} is '${name}', which ${list}.json does not have`;
    const meant = guess(name, Object.keys(known[list]));
    throw new Problem(message, `${meant}Correct it, or add it to ${list} in this file`, exitCode.data);
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

function checkExtended(methods: KnownNames['methods']): void {
  for (const [name, { extends: extended }] of Object.entries(methods)) {
    const unknown = extended.find((one) => !Object.hasOwn(methods, one));
    if (unknown === undefined) continue;
    const message = `the method ${name} extends '${unknown}', which neither methods.json nor another file has`;
    throw new Problem(message, 'Add it, or correct it', exitCode.data);
  }
}
