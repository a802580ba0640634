import type { Command } from 'commander';
import { commandLine, shellWord } from '../base/command-line.ts';
import { commandOnResults } from '../base/command-on-results.ts';
import { near } from '../base/near.ts';
import { type ExitCode, exitCode, Problem } from '../base/problem.ts';
import { say } from '../base/terminal/say.ts';
import { guess } from '../base/validate/nearest.ts';
import { listIn } from '../base/validate/option.ts';
import type { ImportedTeacher } from '../job/imported.ts';
import { type TeacherCacheSetting, teacherCacheVariable } from '../job/teacher-cache.ts';
import type { Place } from '../results/evidence/selection-command.ts';
import type { RunFlags } from '../run/local/flags.ts';
import type { RunSuiteOptions } from '../run/local/run.ts';
import type { Plan } from '../suite/plan.ts';
import type { SelectionOptions } from '../suite/selection-options.ts';
import { selectionFolder } from '../suite/selection-text.ts';
import { refuseIdle } from './options.ts';

/** The options of `suite`, as they are typed. */
export interface SuiteFlags extends SelectionOptions, RunFlags {
  executor: string;
  slurm?: string;
  dryRun?: true;
  jobs?: true;
  teacherCache: string;
  trainTeachers?: true;
  again?: string;
  open?: true;
  results: string;
}

/**
 * `suite NAME`: trains what is not done yet and prints the table, or with `--dry-run` shows what that would be. A dry run
 * refuses whatever the run would refuse. Every part is loaded only when it is used: a suite that is done answers at once.
 */
export async function runSuite(name: string, flags: SuiteFlags, command: Command): Promise<ExitCode> {
  const { loadSuite } = await import('../suite/load.ts');
  const { expand } = await import('../suite/expand.ts');
  const { canonicalSelection } = await import('../suite/canonical-selection.ts');
  const { selectionFrom } = await import('../suite/selection-options.ts');
  const { importedTeachers } = await import('../results/imported.ts');
  const { parseSize } = await import('../train/teacher-cache/parse-size.ts');
  refuseIdleOptions(flags, command);
  const asked = selectionFrom(flags);
  // Of a seed there are none imported.
  if (flags.trainTeachers) asked.teacherSeed ??= 0;
  const cacheBytes = parseSize(flags.teacherCache, '--teacher-cache');
  const { executor, view } = await executorFrom(name, flags);
  const suite = await loadSuite(name);
  const imported = await importedTeachers(flags.results);
  const selection = canonicalSelection(suite, asked, imported);
  let plan = expand(suite, selection, imported);
  const find: RunSuiteOptions['find'] = async (dataset) => (await import('../data/sets/registry.ts')).findData(dataset);
  const again = listIn(flags.again);
  if (flags.dryRun) {
    const { dryRun } = await import('../run/dry-run/dry-run.ts');
    const { plannedPower, plannedPowerLines } = await import('../check/audit/planned-power.ts');
    const { jobs: everyJob = false, json = false, results } = flags;
    const cells = await plannedPower(plan);
    const disputed = { cells, lines: plannedPowerLines(cells) };
    return dryRun(plan, results, { everyJob, json, executor, again, find, disputed });
  }
  const { setUp } = await import('../../scripts/setup/setup.ts');
  await setUp();
  const { measureTeachers } = await import('./measure-teachers.ts');
  const onTeacher = ({ configuration: { network } }: ImportedTeacher) => {
    if (!flags.quiet) say(`measuring the accuracy of the imported ${network}, which was not tested yet`);
  };
  const measured = await measureTeachers(plan, flags.results, { find, onTeacher });
  if (measured > 0) plan = expand(suite, selection, await importedTeachers(flags.results));
  const { countTeachers } = await import('../suite/plan.ts');
  const teacherCache: TeacherCacheSetting = { bytes: cacheBytes, teachers: Math.max(1, countTeachers(plan)) };
  const environment = { [teacherCacheVariable]: JSON.stringify(teacherCache) };
  const { run } = await import('../run/local/run.ts');
  const { glance } = await import('../results/evidence/glance.ts');
  const { refuseFaults } = await import('../results/evidence/refuse-faults.ts');
  const trust: RunSuiteOptions['trust'] = async (looked) =>
    refuseFaults(await glance(looked), { name, results: flags.results });
  const { writeTables } = await import('./write-tables.ts');
  const report: RunSuiteOptions['report'] = async (ran) => {
    const tables = await writeTables(plan, selection, ran, flags.results);
    if (!ran.isStopped && !flags.json) console.log(`\n${tables}`);
  };
  const end = await run(plan, flags.results, { selection, executor, environment, again, view, find, trust, report });
  if (!flags.json && end !== exitCode.stopped) {
    const page = await pageOf(plan, { name, results: flags.results, selection });
    console.log(`The page is ${page}`);
    if (flags.open) await (await import('./open-page.ts')).openPage(page);
  }
  return end;
}

/** The page of what a run has left, which is made where something has run since: a suite that is done answers at once. */
async function pageOf({ suite }: Plan, { name, results, selection }: Place): Promise<string> {
  const { suiteFolder } = await import('../results/look.ts');
  const { newestPage } = await import('../report/page/newest-page.ts');
  const folder = suiteFolder(suite.name, results);
  const page = await newestPage(selectionFolder(folder, selection), folder);
  if (page !== undefined) return near(page);
  const { gather } = await import('../results/evidence/gather.ts');
  const { writePage } = await import('../report/page/write-page.ts');
  return writePage(await gather(name, results, selection), selectionFolder(folder, selection));
}

function refuseIdleOptions({ dryRun, executor, gpus, retries, quiet, json }: SuiteFlags, command: Command): void {
  if (quiet && json) throw new Problem('--quiet and --json are both given', 'Give one of them');
  if (dryRun) refuseIdle(command, ['--quiet', '--open'], 'with --dry-run');
  else if (json) refuseIdle(command, ['--open'], 'with --json', 'Leave one of them out');
  else refuseIdle(command, ['--jobs'], 'without --dry-run', 'Give both, or leave it out');
  if (dryRun && json) refuseIdle(command, ['--jobs'], 'with --json, which lists every job', 'Leave one of them out');
  if (retries === '0') refuseIdle(command, ['--retry-after'], 'with --retries 0', 'Leave one of them out');
  if (gpus !== undefined) refuseIdle(command, ['--at-once'], 'with --gpus', 'Give --jobs-per-gpu, or leave it out');
  if (executor === 'slurm') {
    // These are about the places of this machine.
    const ofMachine = ['--gpus', '--jobs-per-gpu', '--at-once', '--time-limit'];
    refuseIdle(command, ofMachine, 'with --executor slurm', 'Set it in the site file: see --slurm');
  } else {
    refuseIdle(command, ['--slurm'], 'without --executor slurm', 'Give both, or leave it out');
  }
}

/** Where the jobs are to run, and how that is shown. */
async function executorFrom(name: string, flags: SuiteFlags): Promise<Pick<RunSuiteOptions, 'executor' | 'view'>> {
  const { runOptionsFrom } = await import('../run/local/flags.ts');
  const { view, ...options } = runOptionsFrom(flags);
  if (flags.executor === 'local') {
    const { localExecutor } = await import('../run/local/local-executor.ts');
    return { view, executor: localExecutor(options) };
  }
  if (flags.executor !== 'slurm') {
    const names = ['local', 'slurm'];
    throw new Problem(`--executor is '${flags.executor}'`, `${guess(flags.executor, names)}It must be local or slurm`);
  }
  const { readSite } = await import('../run/slurm/site.ts');
  const { slurmExecutor } = await import('../run/slurm/slurm-executor.ts');
  const site = await readSite(flags.slurm);
  const typed = typedAgain(name, flags.results);
  return { view, executor: slurmExecutor({ ...options, site, typed }) };
}

/** What to type to watch a suite again that runs on a cluster, and to cancel it. */
function typedAgain(name: string, results: string): { watch: string; cancel: string } {
  const words = withoutAgain(process.argv.slice(3)).filter((word) => word !== name && word !== 'run');
  return {
    watch: commandLine(['suite', name, ...words].map(shellWord).join(' ')),
    cancel: commandOnResults(`suite cancel ${shellWord(name)}`, results),
  };
}

/** To watch a run is not to begin it anew. */
function withoutAgain(words: readonly string[]): string[] {
  return words.filter((word, place) => !word.startsWith('--again') && words[place - 1] !== '--again');
}
