/**
 * Makes `types/`, the declarations that a suite in another folder is checked with: `npm run types`. They are in git, because
 * `npm pack` starts no script here, and hold no type of zod's or TensorFlow's.
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

/** The declarations that are kept as the compiler writes them: no other is needed to read these. */
const kept = [
  'scripts/package/exports.d.ts',
  'harness/suite/define-suite.d.ts',
  'suites/paper/distillers.d.ts',
  'suites/paper/recipe.d.ts',
];

/** A suite that Redistill comes with, whichever it is. */
const suite = `import type { SuiteDeclaration } from '../harness/suite/schema.ts';

declare const suite: SuiteDeclaration;
export default suite;
`;

/**
 * Writes the declarations into a folder, which is made anew.
 * @throws an Error where the sources cannot be compiled
 */
export async function makeTypes(folder: string): Promise<void> {
  const made = await mkdtemp(join(tmpdir(), 'redistill-types-'));
  try {
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const args = [compiler, '-p', join(root, 'scripts/package'), '--outDir', made];
    await promisify(execFile)(process.execPath, args, { cwd: root });
    await rm(folder, { recursive: true, force: true });
    for (const name of kept) await cp(join(made, name), join(folder, name));
    const declaration = await readFile(join(made, 'scripts/package/suite-declaration.d.ts'), 'utf8');
    await writeFile(join(folder, 'harness/suite/schema.d.ts'), schemaOf(declaration));
    await writeFile(join(folder, 'suites/suite.d.ts'), suite);
  } finally {
    await rm(made, { recursive: true });
  }
}

/** The one type of the schema that is needed, from the declaration of a function that returns it. */
function schemaOf(declaration: string): string {
  const type = declaration.slice(declaration.indexOf('{'));
  return `/** A suite as it is written down: what has a default may be left out. */\nexport type SuiteDeclaration = ${type}`;
}

if (process.argv[1] === import.meta.filename) await makeTypes(join(root, 'types'));
