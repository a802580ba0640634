import type { Command } from 'commander';
import { exitCode, explain } from '../base/problem.ts';
import { listIn, numberIn } from '../base/validate/option.ts';
import { addSelectionOptions, type SelectionOptions, selectionFrom } from '../suite/selection-options.ts';
import type { ComparisonLevelFlags } from '../tools/compare/options.ts';
import { addExamples } from './examples.ts';
import { type End, pathOption, programOption, resultsOption } from './options.ts';

interface CompareFlags extends ComparisonLevelFlags, SelectionOptions {
  reference: string;
  python: string;
  gpus?: string;
  atOnce?: string;
  strict?: true;
  json?: true;
  results: string;
}

/** Adds `compare`: do we train as the authors' own programs do? */
export function addCompareCommand(program: Command, end: End): void {
  const command = program
    .command('compare')
    .description("train the same students by the authors' own programs, and report which cells agree")
    .argument('<name>', "a suite's name, or the path of a suite's file; its data set must be cifar100")
    .optionsGroup('What trains the other side:')
    .addOption(pathOption('--reference <dir>', 'a checkout of RepDistiller').makeOptionMandatory())
    .addOption(
      programOption('--python <path>', 'the Python for it, with torch, torchvision and numpy').default('python3'),
    )
    .optionsGroup('How sure:')
    .option('--margin <points>', 'differences of accuracy up to this count as agreement', '0.5')
    .option('--loss-margin <percent>', 'the same for the training loss', '5')
    .option('--norm-margin <percent>', "the same for the norm of the student's weights", '2')
    .option('--significance <level>', 'the chance of a single false alarm in all', '0.05')
    .option('--strict', 'end with exit code 2 where something cannot be decided')
    .optionsGroup('Where both run:')
    .option('--gpus <names>', 'only these GPUs, by number or UUID')
    .option('--at-once <n>', 'how many training runs go on at once on a CPU; as many as there is room for by default')
    .optionsGroup('What is written:')
    .option('--json', 'print one line of JSON, instead of a table')
    .addOption(resultsOption());
  addSelectionOptions(command).action(async (name: string, flags: CompareFlags) => {
    end(await runCompare(name, flags));
  });
  const both = '--reference DIR --python PATH';
  addExamples(command, `compare cifar100 ${both} --pairs resnet56/resnet20 --distillers kd,crd --trials 3 --epochs 5`);
}

/** As `check`, it ends with 1 where something differs and for nothing else: a crash is trouble, 2. */
async function runCompare(name: string, flags: CompareFlags): Promise<number> {
  try {
    return await comparedBy(name, flags);
  } catch (error) {
    const code = explain(error);
    return code === exitCode.crash ? exitCode.configuration : code;
  }
}

async function comparedBy(name: string, flags: CompareFlags): Promise<number> {
  const { compareWithReference } = await import('../tools/compare/compare.ts');
  const { comparisonLevels } = await import('../tools/compare/options.ts');
  const { findSlots } = await import('../run/local/slots.ts');
  const { trainSuite } = await import('./train-suite.ts');
  const { results, reference, python, strict = false, json = false } = flags;
  const levels = comparisonLevels(flags);
  const slotOptions = {
    gpus: listIn(flags.gpus),
    atOnce: flags.atOnce === undefined ? undefined : numberIn('--at-once', flags.atOnce, { most: 1024 }),
  };
  const { plan, selection, train } = await trainSuite(name, selectionFrom(flags), results, slotOptions);
  return compareWithReference({
    ...{ plan, selection, results, levels, strict, json, train },
    reference: { folder: reference, python },
    findSlots: () => findSlots(plan.suite.threads, slotOptions),
  });
}
