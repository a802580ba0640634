import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * A path that a person has typed, as an option or in a variable: from where they are, with `~` for their home folder. A shell
 * leaves it as it is behind an equals sign, as in `--results=~/results`, and nobody else expands it in a file of variables.
 */
export function typedPath(text: string): string {
  return /^~(\/|$)/.test(text) ? join(homedir(), text.slice(1)) : resolve(text);
}
