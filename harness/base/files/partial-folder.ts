import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isSystemError } from '../problem.ts';

const prefix = '.partial-';
const day = 24 * 60 * 60 * 1000;

/** Makes a folder in that one for work in progress. What is finished is renamed out of it; a killed process leaves it behind. */
export function makePartialFolder(folder: string): string {
  // The machine's name as well, because the folder may be on a file system that several machines share.
  return mkdtempSync(join(folder, `${prefix}${hostname()}-${process.pid}-`));
}

/** Removes the partial folders of processes that are gone. Those of other machines go when a day old. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix) || isInUse(folder, name)) continue;
    try {
      rmSync(join(folder, name), { recursive: true, force: true });
    } catch {
      // Only tidying: what another user left, or what lies in a read-only place, may stay.
    }
  }
}

function isInUse(folder: string, name: string): boolean {
  const [, host, id] = /^\.partial-(.+)-(\d+)-[^-]+$/.exec(name) ?? [];
  if (host === hostname()) return isAlive(Number(id));
  try {
    return Date.now() - statSync(join(folder, name)).mtimeMs < day;
  } catch {
    return false;
  }
}

/** Is there a process of that id on this machine? */
export function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return isSystemError(error, 'EPERM');
  }
}
