import type { Command } from 'commander';
import { suiteNames } from '../suite/load.ts';
import { addSelectionOptions, type SelectionOptions, selectionFrom } from '../suite/selection-options.ts';
import { addExamples, showHelpOfDefault } from './examples.ts';
import { type End, pathOption, resultsOption } from './options.ts';
import { runSuite, type SuiteFlags } from './run-suite.ts';
import { refuseMistypedCommand } from './subcommand.ts';

interface StatusFlags extends SelectionOptions {
  results: string;
  json?: true;
}

const suiteArgument = ['<name>', "a suite's name, or the path of a suite's file"] as const;

/** Adds `suite` with its commands; without one of these it runs the suite. */
export function addSuiteCommand(program: Command, end: End): void {
  const command = program.command('suite').description('train what a suite declares, and follow its progress');
  addRun(command, end);
  addStatus(command, end);
  addLogs(command, end);
  addCancel(command, end);
}

const runExamples = [
  'suite digits',
  'suite cifar100 --dry-run',
  'suite cifar100 --pairs vgg13/vgg8 --distillers vanilla,kd,crd',
  'suite status digits',
];

function addRun(suite: Command, end: End): void {
  const run = suite
    .command('run', { isDefault: true })
    .description('train what a suite declares and is not done yet, then print its table')
    .argument(...suiteArgument)
    .optionsGroup('Look first:')
    .option('--dry-run', 'show what there is to train, how much and how long; train and write nothing')
    .option('--jobs', 'with --dry-run: list every job');
  addSelectionOptions(run);
  run
    .optionsGroup('Where jobs run:')
    .option('--gpus <names>', 'only these GPUs, by number or UUID')
    .option('--jobs-per-gpu <n>', 'how many jobs share a GPU', '1')
    .option('--at-once <n>', 'how many jobs run at once on a CPU; as many as there is room for by default')
    .option('--executor <name>', 'local, or slurm for a cluster', 'local')
    .addOption(pathOption('--slurm <file>', 'with --executor slurm: a JSON file with what the cluster must know'))
    .option('--teacher-cache <size>', 'disk space for the stored outputs of teachers, or off', '4GB')
    .option('--train-teachers', 'train every teacher, even where one was imported')
    .addOption(resultsOption())
    .optionsGroup('What is done already:')
    .option('--again <rows>', 'run the jobs of these rows again; what they have left is moved aside')
    .optionsGroup('When jobs fail:')
    .option('--retries <n>', 'how often to retry a job whose failure may pass', '2')
    .option(
      '--retry-after <time>',
      'how long to wait before the first retry; twice as long before each further one',
      '10s',
    )
    .option('--stall-after <time>', 'kill a job that shows no sign of life for this long', '15m')
    .option('--time-limit <time>', 'stop a job that runs longer than this without a break, such as 12h')
    .optionsGroup('What is shown:')
    .option('--quiet', 'report failures only, then print the table')
    .option('--json', 'print a line of JSON for each event, instead of the table')
    .option('--open', 'open the page in the browser at the end')
    .action(async (name: string, flags: SuiteFlags) => {
      refuseMistypedCommand(name, suite, suiteNames());
      end(await runSuite(name, flags, run));
    });
  showHelpOfDefault(suite, run);
  for (const command of [suite, run]) addExamples(command, ...runExamples);
}

function addStatus(suite: Command, end: End): void {
  const status = suite
    .command('status')
    .description('show how far along a suite is, from any shell')
    .argument(...suiteArgument)
    .option('--json', 'as one line of JSON')
    .addOption(resultsOption());
  addSelectionOptions(status).action(async (name: string, flags: StatusFlags) => {
    const { showStatus } = await import('../run/status/status.ts');
    end(await showStatus(name, flags.results, { asked: selectionFrom(flags), asJson: flags.json ?? false }));
  });
}

function addLogs(suite: Command, end: End): void {
  suite
    .command('logs')
    .description("print the end of a job's log, and its last epochs")
    .argument(...suiteArgument)
    .argument('<job>', "a job's name or the beginning of it, as status shows it")
    .addOption(resultsOption())
    .action(async (name: string, job: string, { results }: { results: string }) => {
      const { showLogs } = await import('../run/status/logs.ts');
      end(await showLogs(name, job, results));
    });
}

function addCancel(suite: Command, end: End): void {
  suite
    .command('cancel')
    .description("cancel everything that a suite has in a cluster's queue")
    .argument(...suiteArgument)
    .addOption(resultsOption())
    .action(async (name: string, { results }: { results: string }) => {
      const { cancelSuite } = await import('../run/slurm/cancel.ts');
      end(await cancelSuite(name, results));
    });
}
