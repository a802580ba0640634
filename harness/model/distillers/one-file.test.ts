import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { methods } from './registry.ts';

// A method is one file and a line in the registry: nothing else in the program knows of it.

/** The paper's methods, which the authors' programs are called with too; and those that make a method of others, for rows. */
const known = [
  ...['ab', 'at', 'cc', 'crd', 'fitnet', 'fsp', 'ft', 'local-crd', 'nst', 'pkt', 'rkd', 'sp', 'vid'],
  ...['combined', 'logit-standardisation'],
];
const after = Object.keys(methods).filter((name) => !known.includes(name));

const files = (await readdir('harness', { recursive: true }))
  .filter((path) => /\.tsx?$/.test(path))
  // Numbers of the authors' code, files that are damaged on purpose, and tests may be of single methods.
  .filter((path) => !/\.test\.ts$|(^|\/)fixtures?[/.]|^tools\/(parity|mutations)\//.test(path));
const texts = new Map(
  await Promise.all(files.map(async (path) => [path, await readFile(join('harness', path), 'utf8')] as const)),
);

/** The files that call a method by its name, or import its file. */
function namedIn(method: string): string[] {
  // The same word may be another thing's name: a recipe has a cosine.
  const name = new RegExp(
    `^.*(method|distiller|name|case|is[A-Z]|has[A-Z]).*(['"\`])${method}\\2|/${method}\\.ts['"]`,
    'm',
  );
  const called = [...texts].filter(([path, text]) => name.test(text) || basename(path).split('.')[0] === method);
  return called.map(([path]) => path);
}

const fileOf = (method: string) => `model/distillers/${method}.ts`;
/** A method may be made of others, and of modules. */
const mayUse = (path: string) =>
  path.startsWith('model/distillers/modules/') || Object.keys(methods).some((method) => path === fileOf(method));

test('the scan finds what is named', () => {
  expect(namedIn('crd')).toEqual(
    expect.arrayContaining(['model/distillers/registry.ts', 'tools/compare/both-have.ts']),
  );
  expect(after).toEqual(expect.arrayContaining(['ctkd', 'dkd', 'mlkd', 'nd', 'reviewkd', 'simkd']));
});

test.each(after)('%s is a file, and a line in the registry', (method) => {
  const own = fileOf(method);
  const named = namedIn(method);
  expect(named).toEqual(expect.arrayContaining([own, 'model/distillers/registry.ts']));
  const others = named.filter((path) => path !== own && path !== 'model/distillers/registry.ts');
  expect(others.filter((path) => !mayUse(path))).toEqual([]);
});
