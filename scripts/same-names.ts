import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Rooms whose files all have the same form: each exports what the others do, or what the distiller of its name does. */
const ofOneForm = ['tools/parity/after/', 'tools/mutations/readers/'];

const exported = /^export (?:async )?(?:abstract )?(?:function\*?|const|class|interface|type) (\w+)/gm;

/**
 * The names that files of several rooms export: each is to have one meaning.
 * @param harness the program's folder
 * @returns a line for each: `Cell is exported by results/cells.ts and tools/bench/steps/cells.ts`
 */
export function sameNames(harness: string): string[] {
  const files = new Map<string, string[]>();
  for (const path of readdirSync(harness, { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (!/\.tsx?$/.test(path) || /\.test\.ts$|(^|\/)fixtures?[/.]/.test(path)) continue;
    if (ofOneForm.some((room) => path.startsWith(room))) continue;
    for (const [, name = ''] of readFileSync(join(harness, path), 'utf8').matchAll(exported)) {
      files.set(name, [...(files.get(name) ?? []), path]);
    }
  }
  return [...files]
    .filter(([, paths]) => new Set(paths.map((path) => dirname(path))).size > 1)
    .map(([name, paths]) => `${name} is exported by ${paths.join(' and ')}: give each a name of its own`);
}
