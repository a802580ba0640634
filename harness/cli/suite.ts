import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type TeacherCacheSetting, teacherCacheVariable } from '../job/teacher-cache.ts';
import { near } from '../near.ts';
import { type ExitCode, Problem } from '../problem.ts';
import type { RunFlags } from '../runner/flags.ts';
import type { RunOptions } from '../runner/run.ts';
import { suiteNames } from '../suite/load.ts';
import { addSelectionOptions, type SelectionOptions } from '../suite/selection-options.ts';

/** Enough for the digits' whole cache, and for a third of one of CIFAR-100's. */
const defaultTeacherCache = '4GB';

interface SuiteFlags extends SelectionOptions, RunFlags {
  executor: string;
  slurm?: string;
  dryRun?: true;
  jobs?: true;
  teacherCache: string;
  trainTeachers?: true;
  results: string;
}

/**
 * Adds `suite` with its commands; without one it runs.
 * @param end takes the exit code
 */
export function addSuiteCommand(program: Command, defaultResults: string, end: (code: number) => void): void {
  const command = program.command('suite').description('train what a suite declares, and look how far that is');
  const results = ['--results <dir>', 'the folder for all that runs produce', defaultResults] as const;

  const run = command
    .command('run', { isDefault: true })
    .description('train what a suite declares, and print its table')
    .argument('<name>', "a suite's name, or the path of a suite's file")
    .option('--dry-run', 'list what there is to train, and start nothing')
    .option('--jobs', 'with --dry-run: list every job too')
    .option(
      '--teacher-cache <size>',
      "what the teachers' kept outputs may take on the disk, or off",
      defaultTeacherCache,
    )
    .option('--executor <name>', 'where jobs run: local, or slurm', 'local')
    .option('--slurm <file>', 'with --executor slurm: what the cluster is to be told, a JSON file')
    .option('--gpus <names>', 'only these GPUs, by their numbers or UUIDs')
    .option('--jobs-per-gpu <n>', 'how many jobs share a GPU', '1')
    .option('--time-limit <time>', 'the longest that a job may take at a stretch, such as 12h')
    .option('--stall-after <time>', 'a job without a sign of life for so long is killed', '15m')
    .option('--retries <n>', 'how often a job is tried again whose failure may pass', '2')
    .option('--retry-after <time>', 'how long the first such try waits; each further one waits twice as long', '10s')
    .option('--quiet', 'tell of failures alone, and print the table')
    .option('--json', 'print a line of JSON for all that happens, instead of the table')
    .option('--train-teachers', 'train every teacher, those that were imported too');
  addSelectionOptions(run)
    .option(...results)
    .addHelpText('after', () => `\nSuites: ${suiteNames().join(', ')}`)
    .action(async (name: string, flags: SuiteFlags) => end(await runSuite(name, flags)));

  command.addHelpText('after', () => `\n${run.helpInformation()}`);

  command
    .command('status')
    .description('show how far a suite is, from any shell: the one that runs it goes on')
    .argument('<name>', "a suite's name, or the path of a suite's file")
    .option('--json', 'as one line of JSON')
    .option(...results)
    .action(async (name: string, flags: { json?: true; results: string }) => {
      const { showStatus } = await import('../status/status.ts');
      end(await showStatus(name, resolve(flags.results), flags.json ?? false));
    });

  command
    .command('cancel')
    .description("cancel all that a suite has in a cluster's queue")
    .argument('<name>', "a suite's name, or the path of a suite's file")
    .option(...results)
    .action(async (name: string, flags: { results: string }) => {
      const { cancelSuite } = await import('../slurm/cancel.ts');
      end(await cancelSuite(name, resolve(flags.results)));
    });

  command
    .command('logs')
    .description("print a job's log and how its last epochs were")
    .argument('<name>', "a suite's name, or the path of a suite's file")
    .argument('<job>', "a job's name or the beginning of it, as `status` shows it")
    .option(...results)
    .action(async (name: string, job: string, flags: { results: string }) => {
      const { showLogs } = await import('../status/logs.ts');
      end(await showLogs(name, job, resolve(flags.results)));
    });
}

/** Every part is loaded only when it is used: a suite that is done answers at once. */
async function runSuite(name: string, flags: SuiteFlags): Promise<ExitCode> {
  const { loadSuite } = await import('../suite/load.ts');
  const { expand } = await import('../suite/expand.ts');
  const { selectionFrom } = await import('../suite/selection-options.ts');
  const { importedTeachers } = await import('../teachers/imported.ts');
  const results = resolve(flags.results);
  const selection = selectionFrom(flags);
  const imported = flags.trainTeachers ? [] : await importedTeachers(results);
  const plan = expand(await loadSuite(name), selection, imported);
  if (flags.dryRun) {
    const { dryRun } = await import('../dry-run/dry-run.ts');
    return dryRun(plan, results, flags.jobs);
  }
  if (flags.quiet && flags.json) throw new Problem('--quiet and --json are both given', 'Give one of them');
  const { parseSize } = await import('../teacher-cache/parse-size.ts');
  const { countTeachers } = await import('../suite/plan.ts');
  const teacherCache: TeacherCacheSetting = {
    bytes: parseSize(flags.teacherCache, '--teacher-cache'),
    teachers: Math.max(1, countTeachers(plan)),
  };
  process.env[teacherCacheVariable] = JSON.stringify(teacherCache);
  const executor = await executorFrom(name, flags);
  const { run } = await import('../runner/run.ts');
  return run(plan, results, {
    selection,
    ...executor,
    find: async (dataset) => (await import('../data/registry.ts')).findData(dataset),
  });
}

/** Where the jobs are to run, and how that is shown. */
async function executorFrom(name: string, flags: SuiteFlags): Promise<Pick<RunOptions, 'executor' | 'view'>> {
  const { runOptionsFrom } = await import('../runner/flags.ts');
  const { view, ...options } = runOptionsFrom(flags);
  if (flags.executor === 'local') {
    if (flags.slurm !== undefined)
      throw new Problem('--slurm is given without --executor slurm', 'Give both or neither');
    const { localExecutor } = await import('../runner/local-executor.ts');
    return { view, executor: localExecutor(options) };
  }
  if (flags.executor !== 'slurm') throw new Problem(`--executor is '${flags.executor}'`, 'It must be local or slurm');
  // These are about the places of this machine, and a site file has what is about a cluster's.
  const ours = {
    '--gpus': flags.gpus,
    '--time-limit': flags.timeLimit,
    '--jobs-per-gpu': flags.jobsPerGpu === '1' ? undefined : flags.jobsPerGpu,
  };
  const [wrong] = Object.entries(ours).find(([, value]) => value !== undefined) ?? [];
  if (wrong) throw new Problem(`${wrong} does not go with --executor slurm`, 'Say it in the site file: see --slurm');
  const { readSite } = await import('../slurm/site.ts');
  const { slurmExecutor } = await import('../slurm/slurm-executor.ts');
  const site = await readSite(flags.slurm && resolve(flags.slurm));
  return { view, executor: slurmExecutor({ ...options, site, typed: typedAgain(name, flags) }) };
}

/** What to type to watch a suite again that runs on a cluster, and to cancel it. */
function typedAgain(name: string, { results }: SuiteFlags): { watch: string; cancel: string } {
  const words = process.argv.slice(3).filter((word) => word !== name && word !== 'run');
  const elsewhere = words.includes('--results') ? ` --results ${near(resolve(results))}` : '';
  return {
    watch: `npm run suite ${name} -- ${words.join(' ')}`,
    cancel: `npm run suite -- cancel ${name}${elsewhere}`,
  };
}
