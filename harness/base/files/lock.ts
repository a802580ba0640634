import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { isSystemError } from '../problem.ts';

/**
 * Takes a folder for this process alone, until what it returns is called; undefined where another process has it.
 *
 * The lock is a socket with an abstract name: the kernel takes it back however the process ends, so that none is ever
 * left over. It holds on this machine alone.
 */
export async function lock(folder: string): Promise<(() => void) | undefined> {
  const name = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 32);
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(`\0redistill-${name}`, resolve);
    });
  } catch (error) {
    if (isSystemError(error, 'EADDRINUSE')) return undefined;
    throw error;
  }
  server.unref();
  return () => server.close();
}
