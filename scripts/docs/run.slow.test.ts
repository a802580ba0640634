import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { shared } from '../../harness/base/files/fixtures/shared.ts';
import { redistill } from '../../harness/cli/fixtures/in-process.ts';
import { argumentsOf, commandsIn } from './commands.ts';
import { writeDocumented } from './fixtures/documented-results.ts';
import { notRun } from './not-run.ts';
import { readPages } from './pages.ts';
import { partsOf } from './parts.ts';
import { shownAsWrong } from './shown-as-wrong.ts';

/** Every command of README and docs once, in the order of the pages. */
const shown = new Set(
  (await readPages())
    .flatMap(({ text }) => partsOf(text).code.flatMap(commandsIn))
    .filter(({ text }) => !shownAsWrong.includes(text))
    .map((command) => argumentsOf(command).join(' ')),
);
const listed = Object.values(notRun).flat();

/** What stands for a word of the reader's own. */
const examples = new Map([
  ['NAME', 'digits'],
  ['JOB', 'resnet20'],
  ['DIR', 'bands'],
  ['$n', '1'],
]);
/** Commands that have no results. */
const without = ['suites', 'doctor', 'parity', 'audit'];
/** This one trains, in an empty folder of its own; the others find what they would train done. */
const training = 'suite NAME --epochs 1 --trials 1';
/** What others read must be there first. */
const first = [training, 'report bundle digits'];
const order = (command: string) => (first.includes(command) ? 0 : 1);

test('every command that is listed as not run is on a page', () => {
  expect(listed.filter((command) => !shown.has(command))).toEqual([]);
});

describe('a command that a page shows runs', () => {
  const home = process.cwd();
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redistill-docs-'));
    process.chdir(folder);
    // As the tests that compare with what is trained here.
    vi.stubEnv('REDISTILL_DEVICE', 'cpu');
    await writeDocumented('results');
    await cp('results', 'bands', { recursive: true });
  });
  afterAll(async () => {
    process.chdir(home);
    await rm(folder, { recursive: true });
  });

  const commands = [...shown].filter((command) => !listed.includes(command));
  test.each(commands.toSorted((a, b) => order(a) - order(b)))(
    '%s',
    async (command) => {
      const words = command.split(' ').map((word) => examples.get(word) ?? word);
      const [name, argument] = words;
      const hasResults = without.includes(name!) || words.includes('--results') || argument?.endsWith('.tar.gz');
      const results = command === training || argument === 'logs' ? 'trained' : 'results';
      const { code, out, err } = await redistill(...words, ...(hasResults ? [] : ['--results', results]));
      if (name === 'check') {
        // It ends with 1 or 2 where results differ or cannot be decided; a fault of the command is on stderr.
        expect(err).toBe('');
        expect([0, 1, 2]).toContain(code);
      } else expect(code, err).toBe(0);
      expect(out).not.toBe('');
      // Others compare with it what they train.
      if (command === training) await shared('short-digits', (copy) => cp('trained', copy, { recursive: true }));
    },
    170_000,
  );
});
