import { relative } from 'node:path';

/** A path as it looks from where the user is; whole where it leads out of there. */
export function near(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}
