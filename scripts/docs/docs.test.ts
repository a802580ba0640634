import { describe, expect, test } from 'vitest';
import { suiteNames } from '../../harness/suite/load.ts';
import { commandsIn, faultOf, unknownOptions } from './commands.ts';
import { anchorsOf, deadLinksOf, linksOf, targetOf } from './links.ts';
import { isPage, readPages } from './pages.ts';
import { partsOf } from './parts.ts';
import { shownAsWrong } from './shown-as-wrong.ts';

const pages = await readPages();

describe.each(pages)('$path', (page) => {
  test('every link leads to a file and a heading', async () => {
    expect(await deadLinksOf(page)).toEqual([]);
  });

  test('every command exists, and takes what it is given', () => {
    const { code } = partsOf(page.text);
    const commands = code.flatMap(commandsIn).filter(({ text }) => !shownAsWrong.includes(text));
    // A page that shows how to add a suite has one of its own.
    const suites = [...suiteNames(), ...code.flatMap((line) => /^name: '([\w-]+)'/.exec(line)?.[1] ?? [])];
    const faults = commands.flatMap((command) => {
      const fault = faultOf(command, suites);
      return fault === undefined ? [] : [`${command.text}: ${fault}`];
    });
    expect(faults).toEqual([]);
  });

  test('every option belongs to a command', () => {
    expect(partsOf(page.text).code.flatMap(unknownOptions)).toEqual([]);
  });
});

test('links from docs/README.md lead to every page of docs', () => {
  const seen = new Set<string>();
  const visit = (path: string) => {
    const page = pages.find((one) => one.path === path);
    if (!page || seen.has(path)) return;
    seen.add(path);
    for (const link of linksOf(page.text)) visit(targetOf(page, link));
  };
  visit('docs/README.md');
  const docs = pages.map(({ path }) => path).filter((path) => path.startsWith('docs/') && isPage(path));
  expect(docs.filter((path) => !seen.has(path))).toEqual([]);
});

describe('what these tests find', () => {
  test('a link to no file, and one to no heading', async () => {
    const text =
      '[a](check.md#how-it-decides) [b](nothing.md) [c](check.md#nothing) [d](#here)\n\n# Here\n\n# There, too!';
    expect(await deadLinksOf({ path: 'docs/sample.md', text })).toEqual(['nothing.md', 'check.md#nothing']);
    expect(anchorsOf(text)).toEqual(['here', 'there-too']);
  });

  test.each([
    ['npm run suite digits -- --dry-run && npm run check digits', []],
    ['for n in $(seq 20); do npm run suite digits -- --trial $n; done', []],
    ['docker run --rm redistill suite digits', []],
    ['npm run suit digits', ['there is no script suit']],
    ['npx redistill suit digits', ['there is no command suit']],
    ['npm run suite digits --dry-run', ['npm keeps --dry-run']],
    ['npx redistill suite digit', ['there is no suite digit']],
    ['npx redistill suite digits --dry', [expect.stringContaining("unknown option '--dry'")]],
    ['npx redistill report digits --strict', [expect.stringContaining("unknown option '--strict'")]],
    ['npx redistill teacher import FILE', [expect.stringContaining("'--net <network>' not specified")]],
  ])('in %s', (code, faults) => {
    expect(commandsIn(code).flatMap((command) => faultOf(command) ?? [])).toEqual(faults);
  });

  test('an option that no command has', () => {
    expect(unknownOptions('--pairs vgg13/vgg8 --distiller kd')).toEqual(['--distiller']);
  });
});
