/**
 * Redistill's TypeScript, compiled to JavaScript that starts at once. Plain JavaScript, as start.mjs is.
 *
 * All programs are compiled together, once for each state of the sources, into a folder that is named after it: it is
 * whole or not there, and what runs keeps its own when sources change. Reading the sources anew in each process took half
 * a second and more.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compiledFolder, isWhole } from './compiled/kept.mjs';
import { root } from './compiled/place.mjs';

export { compileFile } from './compiled/compile.mjs';
export { root };

let folder;

/** Checks whether what was compiled is as it was written, and compiles it anew otherwise: a command's first step. */
export async function checkCompiled() {
  folder ??= compiledFolder(isWhole);
  await folder;
}

/**
 * Loads one of the programs, or suites, by its TypeScript's path in the repository.
 * @throws an Error where the sources cannot be compiled
 */
export async function importProgram(file) {
  folder ??= compiledFolder();
  const compiled = join((await folder) ?? '', file.replace(/\.ts$/, '.js'));
  if (existsSync(compiled)) return import(pathToFileURL(compiled).href);
  await import('./typescript.mjs');
  return import(pathToFileURL(join(root, file)).href);
}
