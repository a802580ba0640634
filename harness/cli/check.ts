import { type Command, Option } from 'commander';
import { exitCode, explain } from '../base/problem.ts';
import type { LevelFlags } from '../check/levels.ts';
import type { BandsFlags } from '../check/write-bands.ts';
import type { Evidence } from '../results/evidence/evidence.ts';
import { suiteNames } from '../suite/load.ts';
import { addSelectionOptions, type SelectionOptions, selectionFrom } from '../suite/selection-options.ts';
import { refuseFoldersOfArchive } from './archive.ts';
import { addExamples, showHelpOfDefault } from './examples.ts';
import { type End, literatureOption, pathOption, refuseIdle, resultsOption } from './options.ts';
import { refuseMistypedCommand } from './subcommand.ts';

interface CheckFlags extends LevelFlags, SelectionOptions {
  results: string;
  literature?: string;
  against?: string;
  strict?: true;
  junit?: string;
  summary?: string;
  json?: true;
  verbose?: true;
}

/** Adds `check`: do the results agree with what was published, or with bands of earlier runs? */
export function addCheckCommand(program: Command, end: End): void {
  const command = program
    .command('check')
    .description('compare results with what was published, or with other results');
  addCompare(command, end);
  addBands(command);
}

function addCompare(check: Command, end: End): void {
  const compare = check
    .command('compare', { isDefault: true })
    .description('report which cells agree, and which differ')
    .argument('<name>', "a suite's name, the path of a suite's file, or an archive that report bundle wrote")
    .optionsGroup('How sure:')
    .option('--margin <points>', "differences up to this count as agreement; the baseline's own by default")
    .option('--significance <level>', 'the chance of a single false alarm among all cells', '0.05')
    // Its name until npm was seen to take --alpha for its own -a -l -p -h -a, which prints npm's help.
    .addOption(new Option('--alpha <level>').hideHelp().conflicts('significance'))
    .option('--effect <points>', 'report the power to detect a true difference of this size', '1')
    .option('--strict', 'end with exit code 2 where something cannot be decided')
    .optionsGroup('What is compared and written:')
    .addOption(
      pathOption(
        '--against <place>',
        "compare with the suite's results in another folder or archive, not its baseline",
      ),
    )
    .addOption(pathOption('--junit <file>', "write JUnit's XML"))
    .addOption(pathOption('--summary <file>', 'append a summary in Markdown; to $GITHUB_STEP_SUMMARY by default'))
    .option('--json', 'print one line of JSON')
    .option('--verbose', 'list the comparisons that agree, too')
    .addOption(literatureOption())
    .addOption(resultsOption());
  addSelectionOptions(compare).action(async (name: string, flags: CheckFlags) => {
    refuseMistypedCommand(name, check, suiteNames());
    refuseFoldersOfArchive(name, compare);
    if (flags.against !== undefined) {
      refuseIdle(compare, ['--literature'], 'with --against, as nothing published is compared');
    }
    if (flags.json) refuseIdle(compare, ['--verbose'], 'with --json, which has all of it');
    end(await runCheck(name, flags));
  });
  showHelpOfDefault(check, compare);
  for (const command of [check, compare]) {
    addExamples(command, 'check digits', 'check digits --strict', 'check digits --against DIR');
  }
}

function addBands(check: Command): void {
  check
    .command('bands')
    .description("make the bands of a suite's baseline from trials that have a teacher each")
    .argument('<name>', "a suite's name")
    .option('--trials <n>', 'how many', '20')
    .option(
      '--distillers <names>',
      "only these; default for the suite's own choice, all for all that it has",
      'default',
    )
    .addOption(resultsOption())
    .action(async (name: string, flags: BandsFlags & { results: string }) => {
      const { writeBands } = await import('../check/write-bands.ts');
      await writeBands(name, flags.results, flags);
    });
}

/** As `diff`, it ends with 1 where something differs and for nothing else: a crash is trouble, 2. */
async function runCheck(name: string, flags: CheckFlags): Promise<number> {
  const { check, checkCode } = await import('../check/check.ts');
  try {
    const { withEvidence, withOther } = await import('../results/bundle/with-evidence.ts');
    const { levelsFrom } = await import('../check/levels.ts');
    const checkEvidence = (evidence: Evidence) => {
      const compare = (against?: Evidence) =>
        check(evidence, {
          levels: levelsFrom(flags, evidence.baseline),
          against,
          strict: flags.strict ?? false,
          junit: flags.junit,
          summary: flags.summary ?? (process.env.GITHUB_STEP_SUMMARY || undefined),
          json: flags.json ?? false,
          verbose: flags.verbose ?? false,
        });
      return flags.against === undefined ? compare() : withOther(evidence, flags.against, compare);
    };
    return await withEvidence(name, flags.results, selectionFrom(flags), checkEvidence, flags.literature);
  } catch (error) {
    const code = explain(error);
    return code === exitCode.crash ? checkCode.undecided : code;
  }
}
