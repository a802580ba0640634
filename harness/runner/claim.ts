import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { cannotWrite } from '../files.ts';
import { exitCode, isSystemError, Problem } from '../problem.ts';

/**
 * Makes a folder, sees that it can be written, and claims it for this process until `release` is called.
 * @throws Problem where it cannot be written, or another process has claimed it
 */
export async function claim(folder: string): Promise<{ release: () => void }> {
  try {
    await mkdir(folder, { recursive: true });
    await rm(await mkdtemp(join(folder, '.writable-')), { recursive: true });
  } catch (cause) {
    throw cannotWrite(folder, cause);
  }
  const server = await listen(await realpath(folder));
  return { release: () => server.close() };
}

/**
 * The claim is a socket with an abstract name: the kernel takes it back however the process ends, so that no lock is
 * ever left over. It holds on this machine alone.
 */
async function listen(folder: string): Promise<Server> {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(`\0redistill-${name}`, resolve);
    });
  } catch (cause) {
    if (!isSystemError(cause, 'EADDRINUSE')) throw cause;
    throw new Problem(
      `another run is at work in ${folder}`,
      'Wait until it ends, or give another folder with --results DIR',
      exitCode.storage,
      { cause },
    );
  }
  return server.unref();
}
