import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isPage, type Page, root } from './pages.ts';
import { partsOf } from './parts.ts';

const forms = [
  /\]\(([^)\s]+)\)/g, // [text](target), ![text](target)
  /^\[[^\]]+\]:\s*(\S+)/gm, // [name]: target
  /\b(?:href|src|srcset)="([^"\s]+)"/g,
];

/** What a page links to in the repository: paths from its own folder, with anchors. */
export function linksOf(markdown: string): string[] {
  const { prose } = partsOf(markdown);
  const targets = forms.flatMap((form) => Array.from(prose.matchAll(form), ([, target]) => target!));
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(markdown: string): string[] {
  const { prose } = partsOf(markdown);
  const counts = new Map<string, number>();
  return Array.from(prose.matchAll(/^#{1,6}\s+(.+?)\s*$/gm), ([, heading]) => {
    const text = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    const anchor = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-');
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

/** The file that a link leads to, by its path in the repository. */
export function targetOf(page: Page, link: string): string {
  const [path = ''] = link.split('#');
  return path === '' ? page.path : join(dirname(page.path), path);
}

/** The links of a page that lead nowhere. */
export async function deadLinksOf(page: Page): Promise<string[]> {
  const links = linksOf(page.text);
  const alive = await Promise.all(links.map((link) => isAlive(page, link)));
  return links.filter((_, index) => !alive[index]);
}

async function isAlive(page: Page, link: string): Promise<boolean> {
  const target = targetOf(page, link);
  const [, anchor] = link.split('#');
  if (target === page.path) return anchor === undefined || anchorsOf(page.text).includes(anchor);
  if (!existsSync(join(root, target))) return false;
  return (
    anchor === undefined || !isPage(target) || anchorsOf(await readFile(join(root, target), 'utf8')).includes(anchor)
  );
}
