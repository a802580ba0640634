import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Of processes between npm and this one there is a shell, or none. */
const mostAncestors = 4;
/** npm reads `--quiet` as `--loglevel warn`, and forgets what was typed. */
const shorthands = new Map([
  ['silent', '--silent'],
  ['warn', '--quiet'],
  ['verbose', '--verbose'],
]);

/**
 * What was typed behind `npm`, such as `['run', 'suite', 'digits', '--dry-run']`. npm hands on no options and exports only some
 * of them, but it notes all in its log, which it holds open while a script runs.
 * @returns undefined where npm keeps no log, or it cannot be read
 */
export function npmWords(): string[] | undefined {
  const line = /^\d+ verbose argv (.*)$/m.exec(npmLog() ?? '')?.[1];
  const words = line?.match(/"(?:[^"\\]|\\.)*"/g)?.map((word) => JSON.parse(word) as string);
  return words && asTyped(words);
}

/** The words as they were typed, from those that npm has looked through. */
export function asTyped(words: readonly string[]): string[] {
  return words.flatMap((word, index) => {
    if (words[index - 1] === '--loglevel' && shorthands.has(word)) return [];
    const shorthand = word === '--loglevel' ? shorthands.get(words[index + 1] ?? '') : undefined;
    return [shorthand ?? word];
  });
}

/** The log of the nearest npm that this process descends from. */
function npmLog(): string | undefined {
  try {
    let id = process.ppid;
    for (let count = 0; count < mostAncestors && id > 1; count++) {
      const files = readdirSync(`/proc/${id}/fd`).map((name) => `/proc/${id}/fd/${name}`);
      // Of many npms at once, some remove the logs of others, which hold them open all the same.
      const log = files.find((file) => /-debug-\d+\.log( \(deleted\))?$/.test(linkOf(file)));
      if (log) return readFileSync(log, 'utf8');
      id = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]);
    }
  } catch {
    // Another user's processes, or no /proc.
  }
  return undefined;
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
