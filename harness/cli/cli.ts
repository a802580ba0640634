import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import type { FetchOptions } from '../fetch/fetch.ts';
import type { ParityOptions } from '../parity/command.ts';
import { exitCode, explain, Problem } from '../problem.ts';
import { addBenchCommand } from './bench.ts';
import { addCheckCommand } from './check.ts';
import { addReportCommand } from './report.ts';
import { addSuiteCommand } from './suite.ts';
import { addTeacherCommand } from './teacher.ts';

/** Where results go when nothing else is said. */
const defaultResults = fileURLToPath(new URL('../../results', import.meta.url));

/** The reference's numbers that Redistill comes with. */
const defaultVectors = fileURLToPath(new URL('../../baselines/parity', import.meta.url));

/**
 * Redistill's commands.
 * @param args what stands behind the program's name, such as `['suite', 'digits', '--dry-run']`
 * @returns the exit code; failures have been told on standard error
 */
export async function main(args: string[]): Promise<number> {
  let code: number = exitCode.done;
  const program = createProgram((ended) => {
    code = ended;
  });
  try {
    checkNpm(process.env);
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) return explain(error);
    return error.exitCode === 0 ? exitCode.done : explain(problemOf(error, args[0]));
  }
}

function createProgram(end: (code: number) => void): Command {
  // Both must stand before the commands, which take them over.
  const program = new Command('redistill').exitOverride().configureOutput({ writeErr: () => {} });
  program.description('Does this distiller really reach its published number?');

  addSuiteCommand(program, defaultResults, end);

  program
    .command('data')
    .description('fetch a data set, verify it and unpack it')
    .argument('<name>', 'cifar100, stl10, tiny-imagenet, nyu-depth or imagenet')
    .option(
      '--from <place>',
      "the archive's address or path, instead of its publisher's address; of imagenet the folder that has it",
    )
    .option('--sha256 <hex>', "the archive's sha256, where it is another one than the publisher's")
    .action(async (name: string, options: FetchOptions) => {
      const { fetchData } = await import('../fetch/fetch.ts');
      end(await fetchData(name, options));
    });

  addReportCommand(program, defaultResults, end);

  addCheckCommand(program, defaultResults, end);

  addTeacherCommand(program, defaultResults);

  program
    .command('doctor')
    .description('show what Redistill runs on, and whether it works')
    .action(async () => end(await (await import('./doctor.ts')).doctor()));

  program
    .command('parity')
    .description("compare every part with the reference's numbers")
    .argument('[folder]', "with vectors, as the repository's own", defaultVectors)
    .option('--only <text>', 'only cases with this in their names')
    .option('--eager', 'kernel by kernel, instead of as recorded graphs')
    .action(async (folder: string, options: ParityOptions) => {
      const { parity } = await import('../parity/command.ts');
      end(await parity(resolve(folder), options));
    });

  addBenchCommand(program, defaultResults, end);

  return program;
}

/** Those of `addSelectionOptions`. */
const selectionNames = [
  ...['table', 'pairs', 'distillers', 'trials', 'trial', 'epochs', 'teacher-seed'],
  ...['xla', 'tf32', 'mixed-precision'],
];

/** The options that npm would take for its own where no `--` stands before them, and how they are given. */
const npmOptions = new Map([
  [
    'suite',
    {
      names: [
        'dry-run',
        ...selectionNames,
        'teacher-cache',
        'train-teachers',
        'gpus',
        'jobs-per-gpu',
        'time-limit',
        'stall-after',
        'retries',
        'retry-after',
        'json',
        'executor',
        'slurm',
        'results',
      ],
      example: 'digits -- --dry-run --trials 1',
    },
  ],
  [
    'report',
    {
      names: [...selectionNames, 'best-epoch', 'output', 'serve', 'port', 'weights', 'results'],
      example: 'digits -- --best-epoch',
    },
  ],
  [
    'check',
    {
      names: [
        ...selectionNames,
        'against',
        'margin',
        'alpha',
        'effect',
        'strict',
        'junit',
        'summary',
        'json',
        'results',
      ],
      example: 'digits -- --strict',
    },
  ],
  ['teacher', { names: ['net', 'data', 'to', 'teacher-cache', 'results'], example: '-- import FILE --net resnet32x4' }],
  ['data', { names: ['from', 'sha256'], example: 'cifar100 -- --from PATH' }],
  [
    'bench',
    {
      names: [
        ...['suite', 'pairs', 'distillers', 'images', 'rounds', 'steps', 'threads', 'teacher-cache'],
        ...['reference', 'against', 'output', 'results'],
      ],
      example: '-- --pairs vgg13/vgg8',
    },
  ],
  ['parity', { names: ['only', 'eager'], example: 'DIR -- --only losses/' }],
]);

/**
 * `npm run suite digits --dry-run` keeps the option for npm itself, and the suite would really run.
 * @throws Problem where npm took one of our options
 */
function checkNpm({ npm_lifecycle_event: command = '', ...environment }: NodeJS.ProcessEnv): void {
  const options = npmOptions.get(command);
  const taken = options?.names.find((option) => environment[`npm_config_${option.replaceAll('-', '_')}`]);
  if (taken === undefined) return;
  const cure = `Put -- before the options: \`npm run ${command} ${options?.example}\``;
  throw new Problem(`npm took --${taken} for itself`, cure);
}

/**
 * Commander's message in our words: `error: unknown option '--epoch'\n(Did you mean --epochs?)`.
 * @param command that was given
 */
function problemOf({ code, message }: CommanderError, command = ''): Problem {
  const help = `See \`npm run ${npmOptions.has(command) ? command : 'suite'} -- --help\``;
  if (code === 'commander.help') {
    const commands =
      command === 'teacher'
        ? 'import, list, remove, fill, export'
        : 'suite, report, check, data, teacher, parity, doctor, bench';
    return new Problem('there is no command', `Give one of ${commands}`);
  }
  const [what = '', guess] = message
    .replace(/^error: /, '')
    .replace(/\.$/, '')
    .split('\n');
  return new Problem(what, guess === undefined ? help : `${guess.replace(/^\(|\)$/g, '')} ${help}`);
}
