import { resolve } from 'node:path';
import type { Command } from 'commander';
import { cannotWrite, cannotWriteOutput } from '../base/files/files.ts';
import { makeFolder } from '../base/files/make-folder.ts';
import { near } from '../base/near.ts';
import { type ExitCode, exitCode, isSystemError, Problem } from '../base/problem.ts';
import { numberIn } from '../base/validate/option.ts';
import { isBundle } from '../results/bundle/description.ts';
import type { Evidence } from '../results/evidence/evidence.ts';
import { otherLines } from '../results/evidence/other-lines.ts';
import { selectionCommand } from '../results/evidence/selection-command.ts';
import { suiteNames } from '../suite/load.ts';
import type { Selection } from '../suite/selection.ts';
import { addSelectionOptions, type SelectionOptions, selectionFrom } from '../suite/selection-options.ts';
import { selectionFolder, selectionName, selectionPhrase } from '../suite/selection-text.ts';
import { refuseFoldersOfArchive } from './archive.ts';
import { addExamples, showHelpOfDefault } from './examples.ts';
import { openPage } from './open-page.ts';
import { type End, literatureOption, pathOption, pathsOption, refuseIdle, resultsOption } from './options.ts';
import { refuseMistypedCommand } from './subcommand.ts';

interface ReportFlags extends SelectionOptions {
  results: string;
  literature?: string;
  bestEpoch?: true;
  output?: string;
  open?: true;
  with?: string[];
  serve?: true;
  port: string;
}

interface BundleFlags extends ReportFlags {
  weights?: true;
}

/** Adds `report`: tables and page from the results that are there, and one archive of it all. */
export function addReportCommand(program: Command, end: End): void {
  const command = program.command('report').description("make tables and a page from a suite's results");
  addMake(command, end);
  addBundle(command, end);
}

const suiteArgument = [
  '<name>',
  "a suite's name, the path of a suite's file, or an archive that bundle wrote",
] as const;
const bestEpoch = ['--best-epoch', 'show the best epoch beside the last one'] as const;

function addMake(report: Command, end: End): void {
  const make = report
    .command('make', { isDefault: true })
    .description('write the tables, the epochs and the page, and print the tables')
    .argument(...suiteArgument)
    .optionsGroup('What is written:')
    .option(...bestEpoch)
    .addOption(pathOption('--output <dir>', "the folder for these files, instead of the suite's in the results"))
    .addOption(
      pathsOption('--with <place>', "show the suite's results in another folder or archive beside these; repeatable"),
    )
    .option('--open', 'open the page in the browser')
    .option('--serve', 'show the page at an address of this machine, and keep it fresh while the suite runs')
    .option('--port <n>', 'with --serve: the port; 0 for a free one', '0')
    .addOption(literatureOption())
    .addOption(resultsOption());
  addSelectionOptions(make).action(async (name: string, flags: ReportFlags) => {
    refuseMistypedCommand(name, report, suiteNames());
    if (flags.serve) refuseIdle(make, ['--open', '--output', '--best-epoch', '--with'], 'with --serve');
    else refuseIdle(make, ['--port'], 'without --serve', 'Give both, or leave it out');
    refuseFoldersOfArchive(name, make);
    end(await (flags.serve ? serveReport(name, flags) : makeReport(name, flags)));
  });
  showHelpOfDefault(report, make);
  for (const command of [report, make]) {
    addExamples(command, 'report digits', 'report digits --serve', 'report digits --with DIR', 'report bundle digits');
  }
}

function addBundle(report: Command, end: End): void {
  const bundle = report
    .command('bundle')
    .description('write one archive of results, tables and page, from which report and check run elsewhere')
    .argument(...suiteArgument)
    .optionsGroup('What is written:')
    .option(...bestEpoch)
    .option('--weights', "with the networks' weights")
    .addOption(pathOption('--output <file>', 'the archive, instead of NAME.tar.gz here, or NAME-SELECTION.tar.gz'))
    .addOption(literatureOption())
    .addOption(resultsOption());
  addSelectionOptions(bundle).action(async (name: string, flags: BundleFlags) => {
    refuseFoldersOfArchive(name, bundle);
    end(await makeBundle(name, flags));
  });
}

async function makeReport(name: string, flags: ReportFlags): Promise<ExitCode> {
  const { withEvidence } = await import('../results/bundle/with-evidence.ts');
  const { writeTablesReport } = await import('../report/tables/report.ts');
  const { writeEpochs } = await import('../report/epochs/epoch-files.ts');
  const { writePage } = await import('../report/page/write-page.ts');
  const asked = selectionFrom(flags);
  return withEvidence(
    name,
    flags.results,
    asked,
    async (evidence) => {
      const beside = isBundle(name) ? resolve(name.replace(/\.tar\.gz$/, '-report')) : evidence.folder;
      const folder = flags.output ?? selectionFolder(beside, selectionBelow(name, asked, evidence));
      await makeFolder(folder).catch((cause) => {
        throw outputProblem(cannotWrite(folder, cause), folder, flags.output);
      });
      const report = await reportFrom(evidence, flags);
      const compared = flags.with && (await besideFrom(evidence, flags.with));
      const write = async () => ({
        files: await writeTablesReport(report, folder),
        epochs: await writeEpochs(evidence, folder),
        page: await writePage(evidence, folder, compared?.beside),
      });
      const { files, epochs, page } = await write().catch((error) => {
        throw outputProblem(error, folder, flags.output);
      });
      const { results, selection } = evidence;
      const whose = `The tables of ${selectionPhrase(selection)} are in ${files.join(', ')}`;
      const commands = evidence.others.map((other) => selectionCommand('report', { name, results, selection: other }));
      const ends = [whose, `Every epoch is in ${epochs.join(', ')}`, `The page is ${page}`];
      console.log(
        [report.markdown, ...(compared ? [compared.markdown, ''] : []), ...ends, ...otherLines(commands)].join('\n'),
      );
      if (flags.open) await openPage(page);
      return exitCode.done;
    },
    flags.literature,
  );
}

/** What to throw for a failure to write tables and page: nothing runs that would go on, and --output writes elsewhere. */
function outputProblem(error: unknown, folder: string, output: string | undefined): unknown {
  if (!(error instanceof Problem) || error.code !== exitCode.storage) return error;
  if (output !== undefined) return cannotWriteOutput('--output', folder, error.cause);
  const cure = isSystemError(error.cause, 'ENOSPC', 'EDQUOT') ? 'Make room' : 'Give write permission';
  return new Problem(error.message, `${cure}, or another folder with --output DIR`, error.code, { cause: error.cause });
}

/** The results in other places beside these, and the same as Markdown. */
async function besideFrom(evidence: Evidence, places: readonly string[]) {
  const { withBeside } = await import('../report/beside/gather-beside.ts');
  const { besideOf } = await import('../report/beside/beside.ts');
  const { besideMarkdown } = await import('../report/beside/markdown.ts');
  const beside = await withBeside(evidence, places, async (others) => besideOf(evidence, others));
  return { beside, markdown: besideMarkdown(beside) };
}

/** An archive's own selection stands in its own folder, whatever it is; a part of it below. */
function selectionBelow(name: string, asked: Selection, { selection }: Evidence): Selection {
  const isAsked = Object.values(asked).some((value) => value !== undefined);
  return isBundle(name) && !isAsked ? {} : selection;
}

async function serveReport(name: string, { results, literature, port, ...flags }: ReportFlags): Promise<ExitCode> {
  const portNumber = numberIn('--port', port, { least: 0, most: 65_535 });
  if (isBundle(name)) throw new Problem('--serve is given with an archive', 'An archive does not change: leave it out');
  const { gather } = await import('../results/evidence/gather.ts');
  const { servePage } = await import('../report/page/write-page.ts');
  const selection = selectionFrom(flags);
  await servePage(() => gather(name, results, selection, literature), portNumber);
  return exitCode.done;
}

async function makeBundle(name: string, flags: BundleFlags): Promise<ExitCode> {
  const { withEvidence } = await import('../results/bundle/with-evidence.ts');
  const { writeBundle } = await import('../results/bundle/write-bundle.ts');
  const { reportFiles } = await import('../report/tables/report.ts');
  const { epochFiles } = await import('../report/epochs/epoch-files.ts');
  const { pageFile } = await import('../report/page/newest-page.ts');
  const { pageFor } = await import('../report/page/write-page.ts');
  return withEvidence(
    name,
    flags.results,
    selectionFrom(flags),
    async (evidence) => {
      const names = [evidence.plan.suite.name, selectionName(evidence.selection) ?? []].flat();
      const output = flags.output ?? resolve(`${names.join('-')}.tar.gz`);
      const made = epochFiles(evidence);
      for (const { name, text } of reportFiles(await reportFrom(evidence, flags))) made.set(name, text);
      made.set(pageFile, await pageFor(evidence));
      await writeBundle(evidence, output, { made, weights: flags.weights ?? false });
      console.log(`The archive of ${selectionPhrase(evidence.selection)} is ${near(output)}`);
      return exitCode.done;
    },
    flags.literature,
  );
}

async function reportFrom({ plan, selection, done, failures, baseline }: Evidence, { bestEpoch }: ReportFlags) {
  const { reportOf } = await import('../report/tables/report.ts');
  return reportOf(plan, { selection, results: done, failures, baseline, bestEpoch });
}
