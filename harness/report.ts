import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type ExitCode, exitCode } from './problem.ts';
import { addSelectionOptions, type SelectionOptions, selectionFrom } from './suite/selection-options.ts';

interface ReportFlags extends SelectionOptions {
  results: string;
  bestEpoch?: true;
}

/**
 * Adds `report`: tables and page from the results that are there.
 * @param end takes the exit code
 */
export function addReportCommand(program: Command, defaultResults: string, end: (code: number) => void): void {
  const command = program.command('report').description("make tables and a page from a suite's results");
  const results = ['--results <dir>', 'the folder for all that runs produce', defaultResults] as const;

  const make = command
    .command('make', { isDefault: true })
    .description('write the tables and the page, and print the tables')
    .argument('<name>', "a suite's name, or the path of a suite's file")
    .option('--best-epoch', 'show the best epoch beside the last one');
  addSelectionOptions(make)
    .option(...results)
    .action(async (name: string, flags: ReportFlags) => end(await makeReport(name, flags)));
  command.addHelpText('after', () => `\n${make.helpInformation()}`);
}

async function makeReport(name: string, flags: ReportFlags): Promise<ExitCode> {
  const { gather } = await import('./evidence/gather.ts');
  const { reportOf, writeReport } = await import('./report/report.ts');
  const { plan, done, failures, baseline, folder } = await gather(name, resolve(flags.results), selectionFrom(flags));
  const report = reportOf(plan, { results: done, failures, baseline, bestEpoch: flags.bestEpoch });
  const files = await writeReport(report, folder);
  console.log(`${report.markdown}\nThe tables are in ${files.join(', ')}`);
  return exitCode.done;
}
