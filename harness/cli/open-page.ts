import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { warn } from '../base/terminal/say.ts';

/** How long an opener may take to fail: one that goes on has started a browser. */
const patienceMilliseconds = 3000;

/**
 * Opens a page in the browser, and returns whether that worked. Where it does not, a line says how to open it: the page is
 * there, so it is no failure.
 */
export async function openPage(path: string): Promise<boolean> {
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const opener = execa(program, [resolve(path)], { detached: true, cleanup: false, stdio: 'ignore', reject: false });
  opener.unref();
  const ended = await Promise.race([opener, setTimeout(patienceMilliseconds)]);
  if (!ended?.failed) return true;
  const why = ended.code === 'ENOENT' ? `there is no ${program} here` : `${program} failed`;
  warn(`the page cannot be opened, as ${why}. Open it in a browser: ${pathToFileURL(resolve(path)).href}`);
  return false;
}
