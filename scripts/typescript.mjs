/**
 * Lets Node run TypeScript in this process and its threads: `node --import scripts/typescript.mjs FILE.ts`. Plain JavaScript,
 * as start.mjs is.
 */
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// tsx keeps what it has compiled in the folder for temporary files, and ends the process where it cannot. It can do without.
if (!canKeepCompiled()) process.env.TSX_DISABLE_CACHE = '1';

const { register } = await import('tsx/esm/api');
// How JSX is compiled stands in tsconfig.json, which it would look for where the user is.
register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) });

/** Can a folder be made where tsx has its own? That one is looked at as well, which may be another user's. */
function canKeepCompiled() {
  const own = join(tmpdir(), `tsx-${process.geteuid()}`);
  try {
    // Not with `recursive`: in /proc Node would try for ever.
    mkdirSync(own);
  } catch (error) {
    if (error.code !== 'EEXIST') return false;
  }
  try {
    rmdirSync(mkdtempSync(join(own, 'redistill-')));
    return true;
  } catch {
    return false;
  }
}
