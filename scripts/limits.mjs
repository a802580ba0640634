/** What the shell allows a process (`ulimit`), and what of that is too little. Plain JavaScript, as start.mjs is. */
import { readFileSync } from 'node:fs';

const lines = { v: 'Max address space', n: 'Max open files', u: 'Max processes', t: 'Max cpu time' };

/**
 * The limit that `ulimit` has under that letter; undefined where there is none, or the system does not tell.
 * Of the address space it is in bytes, of processor time in seconds.
 */
export function limitOf(letter) {
  try {
    const line = new RegExp(`^${lines[letter]} +(\\d+)`, 'm').exec(readFileSync('/proc/self/limits', 'utf8'));
    return line ? Number(line[1]) : undefined;
  } catch {
    return undefined;
  }
}

/** What Redistill needs to start, as it was measured: below it Node ends with a stack trace, or hangs. */
const needs = [
  // Node reserves 10 GB for each WebAssembly, to be quick, and fills little of it.
  { letter: 'v', least: 32e9, words: (bytes) => `${Number((bytes / 1e9).toFixed(1))} GB of addresses` },
  { letter: 'n', least: 128, words: (count) => `${count} open files` },
  // Threads count. The system does not heed this limit for root.
  { letter: 'u', least: process.getuid?.() === 0 ? 0 : 32, words: (count) => `${count} processes and threads` },
];

/** A sentence for the first limit with which Redistill cannot start; undefined where there is none. */
export function whatIsTooLittle() {
  for (const { letter, least, words } of needs) {
    const limit = limitOf(letter);
    if (limit !== undefined && limit < least) {
      return `this shell allows ${words(limit)} (ulimit -${letter}), and Redistill needs ${words(least)}. Run \`ulimit -${letter} ${letter === 'n' ? 1024 : 'unlimited'}\` before, or start on another node`;
    }
  }
  return undefined;
}
