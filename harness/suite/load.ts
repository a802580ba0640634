import { readdirSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importProgram } from '../../scripts/compiled.mjs';
import { defaultExport } from '../../scripts/user-file/default-export.mjs';
import { readUserFile } from '../../scripts/user-file/user-file.mjs';
import { parseJson } from '../base/files/json.ts';
import { near } from '../base/near.ts';
import { exitCode, explain, isSystemError, Problem } from '../base/problem.ts';
import { typedPath } from '../base/typed-path.ts';
import { guess } from '../base/validate/nearest.ts';
import { validate } from '../base/validate/validate.ts';
import { suiteSchema } from './schema.ts';
import type { Suite } from './suite.ts';

const folder = fileURLToPath(new URL('../../suites/', import.meta.url));

/** The names of the suites that Redistill comes with. */
export function suiteNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => basename(file, '.ts'))
    .sort();
}

/**
 * Reads a suite and checks all of it.
 * @param name one of `suiteNames()`, or the path of a suite's file: `.ts`, `.js` or `.json`
 * @throws Problem where there is no such suite, or something in it is not allowed
 */
export async function loadSuite(name: string): Promise<Suite> {
  const isPath = /\.(ts|js|json)$/.test(name);
  const file = isPath ? typedPath(name) : join(folder, `${name}.ts`);
  if (!isPath && !suiteNames().includes(name)) throw unknownSuite(name);
  const shown = isPath ? name : near(file);
  const load = () => (isPath ? readUserFile(file) : readOurs(name, shown));
  const suite = validate(suiteSchema, await declarationIn(file, shown, load), shown);
  await refuseNameOfOurs(suite.name, file, shown);
  return suite;
}

/** What one of `suiteNames()` declares: it is loaded at once, and not in a thread, so that it could end the process. */
async function readOurs(name: string, shown: string): Promise<unknown> {
  const onExit = () => {
    process.exitCode = explain(doesNotLoad(shown, 'it ends the process, or awaits something that never comes'));
  };
  process.once('exit', onExit);
  try {
    return defaultExport(await importProgram(`suites/${name}.ts`));
  } finally {
    process.off('exit', onExit);
  }
}

/** Results lie in a folder with the suite's name, so that two of one name would share them. */
async function refuseNameOfOurs(name: string, file: string, shown: string): Promise<void> {
  const real = await realpath(file);
  const isOurs = dirname(real) === (await realpath(folder));
  if (isOurs && name !== basename(real, extname(real))) {
    throw new Problem(
      `the suite ${shown} is called '${name}'`,
      'In this folder, a suite must be called as its file is',
    );
  }
  if (!isOurs && suiteNames().includes(name)) {
    const what = `the suite ${shown} is called '${name}', as one that Redistill comes with, and would share its results`;
    throw new Problem(what, 'Give it another name');
  }
}

function unknownSuite(name: string): Problem {
  const names = suiteNames();
  return new Problem(
    `there is no suite '${name}'`,
    `${guess(name, names)}Give one of ${names.join(', ')}, or the path of a suite's .ts, .js or .json file`,
  );
}

/**
 * What a suite's file declares.
 * @param shown its path as the user knows it
 * @param load what the file declares, where it is a program
 */
async function declarationIn(file: string, shown: string, load: () => Promise<unknown>): Promise<unknown> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    const why = isSystemError(cause, 'ENOENT') ? 'is not there' : `cannot be read (${(cause as Error).message})`;
    throw new Problem(`the suite ${shown} ${why}`, 'Check the path', exitCode.configuration, { cause });
  }
  try {
    if (file.endsWith('.json')) return parseJson(bytes);
    return await load();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n').slice(0, 2).join(' ') : String(cause);
    throw doesNotLoad(shown, why, cause);
  }
}

function doesNotLoad(shown: string, why: string, cause?: unknown): Problem {
  const what = `the suite ${shown} does not load: ${why}`;
  return new Problem(what, 'Correct the file', exitCode.configuration, { cause });
}
