import { realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, onTestFinished, test } from 'vitest';
import { commandsOf } from './commands-of.ts';
import { checkNpm } from './npm-guard.ts';
import { asTyped } from './npm-words.ts';
import { createCommands } from './program.ts';

const root = join(import.meta.dirname, '../..');
const program = createCommands(() => {});

/** npm's own program, and how it reads a command line. */
const { stdout: globals } = await execa('npm', ['root', '--global']);
const npm = realpathSync(join(globals, 'npm/bin/npm-cli.js'));
const load = createRequire(npm);
const { definitions, shorthands } = load('@npmcli/config/lib/definitions');
const nopt: (
  types: object,
  shorthands: object,
  argv: string[],
  start: number,
) => { argv: { cooked: string[]; remain: string[] } } = load('nopt');
const types = Object.fromEntries(
  Object.entries(definitions).map(([name, one]) => [name, (one as { type: unknown }).type]),
);

/** What is thrown when somebody types `npm run ...words`. */
function refusalOf(...words: string[]): string | undefined {
  const { cooked, remain } = nopt(types, shorthands, ['run', ...words], 0).argv;
  const [, script, ...args] = remain;
  try {
    checkNpm(program, [script!, ...args], { npm_lifecycle_event: script, npm_execpath: npm }, asTyped(cooked));
    return undefined;
  } catch (error) {
    return (error as { sentence: string }).sentence;
  }
}

/** npm reads --alpha as its own -a -l -p -h -a, and prints its help without running anything of ours. */
const lost = ['--alpha'];
const cases = program.commands.flatMap((command) =>
  commandsOf(command).flatMap((one) =>
    one.options.map(({ long, required }) => [command.name(), long!, ...(required ? ['x'] : [])] as const),
  ),
);

describe('every option of every command is refused where npm keeps it', () => {
  test('there are many', () => expect(cases.length).toBeGreaterThan(80));

  test.each(cases.filter(([, option]) => !lost.includes(option)))(
    'npm run %s digits %s',
    (command, option, ...value) => {
      expect(refusalOf(command, 'digits', option, ...value)).toBe(
        `npm kept ${option} for itself. Put -- before the options: \`npm run ${command} digits -- ${[option, ...value].join(' ')}\``,
      );
      expect(refusalOf(command, 'digits', '--', option, ...value)).toBeUndefined();
    },
  );
});

test.each([
  ['a misspelt one', ['suite', 'digits', '--dryrun'], '--dryrun'],
  ['one with its value behind =', ['suite', 'digits', '--trials=3'], '--trials'],
  ['one that is turned off', ['teacher', 'import', 'x', '--no-test'], '--no-test'],
  ['one before --, with others behind it', ['suite', 'digits', '--json', '--', '--quiet'], '--json'],
])('%s', (_, words, option) => {
  expect(refusalOf(...words)).toContain(`npm kept ${option} for itself`);
});

test.each([
  ['no options', ['suite', 'digits']],
  ["npm's own", ['suite', 'digits', '--silent', '--prefix', '/x', '--loglevel', 'info']],
  ["npm's own before the script", ['--loglevel', 'verbose', 'check', 'digits']],
])('not refused: %s', (_, words) => {
  expect(refusalOf(...words)).toBeUndefined();
});

test("what was typed is read from npm's log, also where another npm has removed that", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'redistill-npm-words-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const code = `import { npmWords } from './harness/cli/npm-words.ts'; console.log(JSON.stringify(npmWords()));`;
  const said = async (between: string) => {
    const script = `echo '1 verbose argv "run" "suite" "--dry-run"' > "$0"; exec 9< "$0"; ${between}; "$@"; exit`;
    const node = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', code];
    return (await execa('bash', ['-c', script, join(folder, 'x-debug-0.log'), ...node], { cwd: root })).stdout;
  };
  expect(await said('true')).toBe('["run","suite","--dry-run"]');
  expect(await said('rm "$0"')).toBe('["run","suite","--dry-run"]');
});
