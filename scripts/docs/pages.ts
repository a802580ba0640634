import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

export interface Page {
  /** In the repository, such as `docs/check.md`. */
  path: string;
  text: string;
}

/** The pages that users and contributors read. */
export async function readPages(): Promise<Page[]> {
  const docs = await readdir(join(root, 'docs'), { recursive: true });
  const paths = ['README.md', 'CONTRIBUTING.md', ...docs.filter(isPage).map((path) => join('docs', path))];
  return Promise.all(paths.sort().map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })));
}

export function isPage(path: string): boolean {
  return path.endsWith('.md');
}
