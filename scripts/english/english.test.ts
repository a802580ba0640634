import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { calques } from './calques.ts';
import { checkEnglish } from './check-english.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'redistill-english-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** What is found in a file of that text. */
function check(file: string, text: string): string[] {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  const findings = checkEnglish(root);
  rmSync(join(root, file));
  return findings;
}

test('a calque is reported with its file, its line and what to write', () => {
  const text = '# Title\n\nFine.\n\nWhat fails is told of at once.\n';
  expect(check('docs/a.md', text)).toEqual(['docs/a.md:5: "told of": write reported, called for']);
});

test('in a source it may be in a comment, over two lines of it, or in a message', () => {
  const source = ['/**', ' * A test looks', ' * whether it holds; 32 where nothing', ' // is said.', ' */'];
  expect(check('harness/a/b.ts', `${source.join('\n')}\nsay('more at a stretch than that');\n`)).toEqual([
    'harness/a/b.ts:2: "looks whether": write checks whether',
    'harness/a/b.ts:3: "where nothing is said": write by default, otherwise',
    'harness/a/b.ts:6: "at a stretch": write without a break',
  ]);
});

test('what is common in code is reported in documents alone', () => {
  expect(check('suites/a.ts', 'const trainings = jobs.length;\n')).toEqual([]);
  expect(check('README.md', 'Two trainings.\n')).toEqual(['README.md:1: "trainings": write training runs']);
});

test.each([
  ['told of', 'What was told of it.'],
  ['so many', 'A cache for so many images.'],
  ['By itself', 'By itself it takes all cores.'],
  ['came to', 'CRD came to 78.87.'],
  ['what the runs came to', 'This is what the runs came to.'],
  ['a line a cell', 'The CSV has a line a cell.'],
  ['how far a suite is', 'It shows how far a suite is.'],
  ['says of', 'What a network says of an image.'],
])('found: %s', (words, text) => {
  expect(check('docs/a.md', text).join()).toContain(`"${words}"`);
});

test.each([
  'The user is told what to do, and told to go.',
  'There are so many that nobody counts them. The loss is so low.',
  'Each part is measured by itself. It differs from that by itself alone.',
  'The bill came to light. This came to nothing. All that came to mind.',
  'It is a line a user types, on a page a reader knows.',
  'How far away it is. How far it is from the wall.',
  'A prior stands in for a deviation, and the test still stands.',
  'It says often what it means. In place of this, say that.',
])('good English: %s', (text) => {
  expect(check('docs/a.md', text)).toEqual([]);
});

const words = (count: number) => Array.from({ length: count }, (_, i) => `word${i}`).join(' ');

test('a sentence over 40 words is reported in a document, where it begins', () => {
  const text = `# Title\n\nShort. A ${words(20)}\n${words(20)}. Short.\n`;
  expect(check('docs/a.md', text)).toEqual([
    'docs/a.md:3: a sentence of 41 words, "A word0 word1 word2 word3 ...": write sentences of at most 40 words',
  ]);
  expect(check('docs/a.md', `- A ${words(39)}.\n- ${words(39)}\n\n| ${words(30)} | ${words(30)} |\n`)).toEqual([]);
  expect(check('harness/a.ts', `// ${words(60)}.\n`)).toEqual([]);
});

test('code is no sentence, and a link has the length of its text', () => {
  const code = `\`\`\`\n${words(50)}\n\`\`\`\n\nAs here:\n\n    ${words(50)}\n\n\`${words(50)}\` runs.\n`;
  expect(check('docs/a.md', code)).toEqual([]);
  expect(check('docs/a.md', `A ${words(38)} [end](a b c d e f).\n`)).toEqual([]);
});

test('a list entry after a list, and text after code, count again', () => {
  expect(check('docs/a.md', `1. One.\n2. ${words(41)}.\n`)).toHaveLength(1);
  expect(check('docs/a.md', `~~~\ncode\n~~~\n${words(41)}.\n`)).toHaveLength(1);
});

test('every calque says what to write, and none twice', () => {
  expect(calques.filter(({ write }) => write.length === 0)).toEqual([]);
  expect(new Set(calques.map(({ words }) => words)).size).toBe(calques.length);
});
