import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Evidence } from '../evidence/evidence.ts';
import { cannotWrite } from '../files.ts';
import { near } from '../near.ts';
import { type ExitCode, exitCode, Problem } from '../problem.ts';
import { addSelectionOptions, type SelectionOptions, selectionFrom } from '../suite/selection-options.ts';
import { numberIn } from '../validate/option.ts';

interface ReportFlags extends SelectionOptions {
  results: string;
  bestEpoch?: true;
  output?: string;
  serve?: true;
  port: string;
}

interface BundleFlags extends ReportFlags {
  weights?: true;
}

/**
 * Adds `report`: tables and page from the results that are there, and one archive of it all.
 * @param end takes the exit code
 */
export function addReportCommand(program: Command, defaultResults: string, end: (code: number) => void): void {
  const command = program.command('report').description("make tables and a page from a suite's results");
  const results = ['--results <dir>', 'the folder for all that runs produce', defaultResults] as const;
  const bestEpoch = ['--best-epoch', 'show the best epoch beside the last one'] as const;
  const suite = ['<name>', "a suite's name, the path of a suite's file, or an archive that `bundle` wrote"] as const;

  const make = command
    .command('make', { isDefault: true })
    .description('write the tables and the page, and print the tables')
    .argument(...suite)
    .option(...bestEpoch)
    .option('--output <dir>', "the folder for them, instead of the suite's in the results, or one beside the archive")
    .option('--serve', 'show the page at an address of this machine, and keep it fresh while the suite runs')
    .option('--port <n>', 'with --serve: the port; 0 for a free one', '0');
  addSelectionOptions(make)
    .option(...results)
    .action(async (name: string, flags: ReportFlags) => end(await makeReport(name, flags)));
  command.addHelpText('after', () => `\n${make.helpInformation()}`);

  const bundle = command
    .command('bundle')
    .description('write one archive of results, tables and page, from which report and check run elsewhere')
    .argument(...suite)
    .option(...bestEpoch)
    .option('--weights', "let the networks' weights be among it")
    .option('--output <file>', 'the archive, instead of NAME.tar.gz here');
  addSelectionOptions(bundle)
    .option(...results)
    .action(async (name: string, flags: BundleFlags) => end(await makeBundle(name, flags)));
}

async function makeReport(name: string, flags: ReportFlags): Promise<ExitCode> {
  if (flags.serve) return serveReport(name, flags);
  const { withEvidence } = await import('../bundle/with-evidence.ts');
  const { isBundle } = await import('../bundle/description.ts');
  const { writeReport } = await import('../report/report.ts');
  const { writePage } = await import('../page/write-page.ts');
  return withEvidence(name, resolve(flags.results), selectionFrom(flags), async (evidence) => {
    const beside = isBundle(name) ? resolve(name.replace(/\.tar\.gz$/, '-report')) : evidence.folder;
    const folder = flags.output === undefined ? beside : resolve(flags.output);
    await mkdir(folder, { recursive: true }).catch((cause) => {
      throw cannotWrite(folder, cause);
    });
    const report = await reportFrom(evidence, flags);
    const files = await writeReport(report, folder);
    const page = await writePage(evidence, folder);
    console.log(`${report.markdown}\nThe tables are in ${files.join(', ')}\nThe page is ${page}`);
    return exitCode.done;
  });
}

async function serveReport(name: string, { results, port, ...flags }: ReportFlags): Promise<ExitCode> {
  const { isBundle } = await import('../bundle/description.ts');
  if (isBundle(name)) throw new Problem('--serve is given with an archive', 'An archive does not change: leave it out');
  const { gather } = await import('../evidence/gather.ts');
  const { servePage } = await import('../page/write-page.ts');
  const selection = selectionFrom(flags);
  await servePage(() => gather(name, resolve(results), selection), numberIn('--port', port, 0));
  return exitCode.done;
}

async function makeBundle(name: string, flags: BundleFlags): Promise<ExitCode> {
  const { withEvidence } = await import('../bundle/with-evidence.ts');
  const { writeBundle } = await import('../bundle/write-bundle.ts');
  const { reportFiles } = await import('../report/report.ts');
  const { pageFile, pageFor } = await import('../page/write-page.ts');
  return withEvidence(name, resolve(flags.results), selectionFrom(flags), async (evidence) => {
    const output = resolve(flags.output ?? `${evidence.plan.suite.name}.tar.gz`);
    const made = new Map(reportFiles(await reportFrom(evidence, flags)).map(({ name, text }) => [name, text]));
    made.set(pageFile, await pageFor(evidence));
    await writeBundle(evidence, output, { made, weights: flags.weights ?? false });
    console.log(`The archive is ${near(output)}`);
    return exitCode.done;
  });
}

async function reportFrom({ plan, done, failures, baseline }: Evidence, { bestEpoch }: ReportFlags) {
  const { reportOf } = await import('../report/report.ts');
  return reportOf(plan, { results: done, failures, baseline, bestEpoch });
}
