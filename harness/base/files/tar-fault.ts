import type { Header } from 'tar-stream';

/**
 * Checks whether a file's size can be read: `tar-stream` waits forever for the end of one whose size it could not.
 * @throws an error of which `tarFault` tells
 */
export function checkSize({ size }: Header): void {
  if (!Number.isSafeInteger(size)) throw new Error('Invalid header: its size cannot be read');
}

/** What an error of `tar-stream` says about the archive that it reads; undefined where it is another error. */
export function tarFault(error: unknown): 'cut' | 'no archive' | 'damaged' | undefined {
  if (!(error instanceof Error)) return undefined;
  if (/^unexpected end of data/i.test(error.message)) return 'cut';
  if (/^invalid tar header/i.test(error.message)) return 'no archive';
  return /^(invalid header|header exceeds max size)/i.test(error.message) ? 'damaged' : undefined;
}
