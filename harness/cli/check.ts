import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { LevelFlags } from '../check/levels.ts';
import type { BandsFlags } from '../check/write-bands.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { explain, Problem } from '../problem.ts';
import { addSelectionOptions, type SelectionOptions, selectionFrom } from '../suite/selection-options.ts';

interface CheckFlags extends LevelFlags, SelectionOptions {
  results: string;
  against?: string;
  strict?: true;
  junit?: string;
  summary?: string;
  json?: true;
}

/**
 * Adds `check`: do the results agree with what was published, or with bands of earlier runs?
 * @param end takes the exit code
 */
export function addCheckCommand(program: Command, defaultResults: string, end: (code: number) => void): void {
  const command = program
    .command('check')
    .description('compare results with what was published, or with other results');
  const results = ['--results <dir>', 'the folder for all that runs produce', defaultResults] as const;

  const compare = command
    .command('compare', { isDefault: true })
    .description('tell which cells agree, and which differ')
    .argument(
      '[name]',
      "a suite's name, the path of a suite's file, or an archive that `npm run report -- bundle` wrote",
    )
    .option(
      '--against <place>',
      "compare with the suite's results in another folder or an archive, instead of its baseline",
    )
    .option(
      '--margin <points>',
      'differences up to it count as agreement; what the baseline says where nothing is said',
    )
    .option('--alpha <level>', 'the chance of a single false alarm among all cells', '0.05')
    .option('--effect <points>', 'tell the power to call a true difference of this size', '1')
    .option('--strict', 'end with exit code 2 where something cannot be decided')
    .option('--junit <file>', "write JUnit's XML")
    .option('--summary <file>', 'add a summary in Markdown to that file; $GITHUB_STEP_SUMMARY where nothing is said')
    .option('--json', 'print one line of JSON');
  addSelectionOptions(compare)
    .option(...results)
    .action(async (name: string | undefined, flags: CheckFlags) => end(await runCheck(name, flags)));
  command.addHelpText('after', () => `\n${compare.helpInformation()}`);

  command
    .command('bands')
    .description("make the bands of a suite's baseline from trials that have a teacher each")
    .argument('<name>', "a suite's name")
    .option('--trials <n>', 'how many', '20')
    .option('--distillers <names>', "only these; default is the suite's own choice, all is all that it has", 'default')
    .option(...results)
    .action(async (name: string, flags: BandsFlags & { results: string }) => {
      const { writeBands } = await import('../check/write-bands.ts');
      await writeBands(name, resolve(flags.results), flags);
    });
}

/** Whatever goes wrong ends with 2, so that 1 always means that something differs. */
async function runCheck(name: string | undefined, flags: CheckFlags): Promise<number> {
  const { check, checkCode } = await import('../check/check.ts');
  try {
    if (name === undefined) {
      throw new Problem(
        'check wants a suite',
        'Give its name: `npm run check digits`. Types and style are looked at by `npm run lint`',
      );
    }
    const { withEvidence, withOther } = await import('../bundle/with-evidence.ts');
    const { levelsFrom } = await import('../check/levels.ts');
    return await withEvidence(name, resolve(flags.results), selectionFrom(flags), (evidence) => {
      const compare = (against?: Evidence) =>
        check(evidence, {
          levels: levelsFrom(flags, evidence.baseline),
          against,
          strict: flags.strict ?? false,
          junit: flags.junit,
          summary: flags.summary ?? (process.env.GITHUB_STEP_SUMMARY || undefined),
          json: flags.json ?? false,
        });
      return flags.against === undefined ? compare() : withOther(evidence, resolve(flags.against), compare);
    });
  } catch (error) {
    explain(error);
    return checkCode.undecided;
  }
}
