import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jobFiles } from '../../harness/job/folder.ts';

/** Waits for a job of digits to write a checkpoint; false where `command` ends before. */
export async function newCheckpoint(results: string, command: Promise<unknown>): Promise<boolean> {
  const begun = Date.now();
  const jobs = join(results, 'digits/jobs');
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  command.then(end, end);
  while (!isOver) {
    for (const name of await readdir(jobs).catch(() => [])) {
      const written = await stat(jobFiles(join(jobs, name)).checkpoint).catch(() => undefined);
      if (written && written.mtimeMs > begun) return true;
    }
    await sleep(10);
  }
  return false;
}
