import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, findCalques } from './find-calques.ts';
import { findLongSentences } from './find-long-sentences.ts';

/** Where people read what we write. */
const places = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs', 'results/README.md'],
  ...['baselines/README.md', 'baselines/parity/README.md', 'baselines/published', 'baselines/measured'],
  ...['harness', 'suites', 'scripts'],
];

/** The list of calques itself, and the tests that plant some. */
const exceptions = ['scripts/english/calques.ts', 'scripts/english/english.test.ts'];

const sources = /\.(tsx?|m[jt]s|cjs|py|sh|cc|json|cff|def)$/;

/**
 * Looks for calques and long sentences, in the files of a repository.
 * @param root its folder
 * @returns a line for each finding: file, line, words, what to write
 */
export function checkEnglish(root: string): string[] {
  return places
    .flatMap((place) => filesIn(root, place))
    .filter((file) => !exceptions.includes(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return findingsIn(file, text).map(({ line, what, write }) => `${file}:${line}: ${what}: write ${write}`);
    });
}

function findingsIn(file: string, text: string): Finding[] {
  if (!file.endsWith('.md')) return findCalques(text, 'source');
  return [...findCalques(text, 'document'), ...findLongSentences(text)].toSorted((a, b) => a.line - b.line);
}

/** The documents and sources at a place, by their paths from the root; none where it is not there. */
function filesIn(root: string, place: string): string[] {
  const stats = statSync(join(root, place), { throwIfNoEntry: false });
  if (!stats) return [];
  if (stats.isFile()) return [place];
  const names = readdirSync(join(root, place), { recursive: true, encoding: 'utf8' }).toSorted();
  return names.filter((name) => name.endsWith('.md') || sources.test(name)).map((name) => join(place, name));
}
