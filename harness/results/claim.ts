import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { cannotWrite } from '../base/files/files.ts';
import { lock } from '../base/files/lock.ts';
import { makeFolder } from '../base/files/make-folder.ts';
import { isAlive, makePartialFolder, removeLeftovers } from '../base/files/partial-folder.ts';
import { exitCode, isSystemError, Problem } from '../base/problem.ts';

/** `runner.json` in a suite's folder: who runs it. It is there as long as the runner. */
const runnerSchema = z.strictObject({ host: z.string(), pid: z.int() });
export type Runner = z.infer<typeof runnerSchema>;

const runnerFile = (folder: string) => join(folder, 'runner.json');

/**
 * Makes a folder, sees that it can be written, and claims it for this process until `release` is called.
 *
 * On this machine the kernel keeps the claim, and takes it back however the process ends, so that a dead process or a
 * reboot leaves none. For machines that share the folder a file says who has it; what this machine has left of one is
 * taken over.
 * @throws Problem where it cannot be written, or another process has claimed it
 */
export async function claim(folder: string): Promise<{ release: () => Promise<void> }> {
  try {
    await makeFolder(folder);
    await rm(makePartialFolder(folder), { recursive: true });
    removeLeftovers(folder);
  } catch (cause) {
    throw cannotWrite(folder, cause);
  }
  const release = await lock(folder);
  if (!release) throw atWork(folder, 'another run', 'Wait until it ends, or give another folder with --results DIR');
  try {
    await takeFile(folder);
  } catch (error) {
    release();
    throw error;
  }
  return {
    async release() {
      await rm(runnerFile(folder), { force: true });
      release();
    },
  };
}

async function takeFile(folder: string): Promise<void> {
  const file = runnerFile(folder);
  const own = JSON.stringify({ host: hostname(), pid: process.pid } satisfies Runner);
  for (;;) {
    try {
      return await writeFile(file, own, { flag: 'wx' });
    } catch (cause) {
      if (!isSystemError(cause, 'EEXIST')) throw cannotWrite(file, cause);
    }
    const other = await readRunner(folder);
    if (other && other.host !== hostname()) {
      const cure = `Wait until it ends; if ${other.host} has crashed or is gone, remove ${file}`;
      throw atWork(folder, `another run, process ${other.pid} on ${other.host},`, cure);
    }
    // It is this machine's, whose kernel says that nobody is at work; or a crash of the machine has cut it.
    await rm(file, { force: true });
  }
}

const atWork = (folder: string, who: string, cure: string) =>
  new Problem(`${who} is using ${folder}`, cure, exitCode.storage);

/** Who runs the suite of a folder; undefined where nobody does. One on another machine may have died with it. */
export async function readRunner(folder: string): Promise<Runner | undefined> {
  const text = await readFile(runnerFile(folder), 'utf8').catch(() => '');
  const runner = runnerIn(text);
  return runner?.host === hostname() && !isAlive(runner.pid) ? undefined : runner;
}

function runnerIn(text: string): Runner | undefined {
  try {
    return runnerSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
