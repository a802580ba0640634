import type { Command } from 'commander';
import { Problem } from '../base/problem.ts';
import { guess } from '../base/validate/nearest.ts';
import {
  banksOptionsFrom,
  imagesOptionsFrom,
  type StepFlags,
  startOptionsFrom,
  stepOptionsFrom,
} from '../tools/bench/steps/options.ts';
import { addExamples } from './examples.ts';
import { type End, pathOption, programOption, quietOption, refuseIdle, resultsOption } from './options.ts';

/** Adds `bench`: whole training steps, or one of the parts that are measured by themselves. */
export function addBenchCommand(program: Command, end: End): void {
  const bench = program
    .command('bench')
    .description("measure training steps as jobs take them, beside the reference's where its checkout is given")
    .argument('[part]', 'engine, data, images, banks or start: measure that part instead')
    .optionsGroup('What is measured:')
    .option(
      '--suite <name>',
      'the suite with the pairs, distillers and recipe: a name or a path; by default cifar100, with the rows of after-crd',
    )
    .option('--pairs <names>', 'only these: teacher/student, or a network for all pairs that have it; all for all')
    .option('--distillers <names>', "only these; default for the suite's own choice, all for all that it has")
    .option('--images <n>', 'how many training images of noise', '50000')
    .option('--mixed-precision', "with convolutions in bfloat16; the reference's steps under torch.autocast")
    .option('--teacher-cache <modes>', 'off, cold or warm: each is measured, with commas between', 'off')
    .optionsGroup('How it is measured:')
    .option(
      '--rounds <n>',
      'how often each side takes its turn, after one round of warm-up; 7 by default, 2 of more than 10 students',
    )
    .option('--steps <n>', 'how many steps of a round count; 5 by default, 2 of more than 10 students')
    .option('--threads <n>', 'for both sides; all cores by default')
    .optionsGroup('What it is compared with:')
    .addOption(pathOption('--reference <dir>', 'a checkout of RepDistiller: its steps are measured in turn with ours'))
    .addOption(
      programOption('--python <path>', 'the Python for it, with torch and numpy; for images with torchvision').default(
        'python3',
      ),
    )
    .option('--compile-reference', "compile the reference's networks by torch.compile")
    .addOption(
      pathOption(
        '--against <path>',
        'an earlier file; what has become slower ends with exit code 9. For start: another checkout of Redistill, measured in turn with this one',
      ),
    )
    .optionsGroup('Where it is written:')
    .addOption(pathOption('--output <file>', 'the file to write, instead of one in bench/ of the results'))
    .addOption(resultsOption())
    .option(...quietOption)
    .action(async (part: string | undefined, flags: StepFlags) => {
      end(await measured(part, flags, bench));
    });
  addExamples(bench, 'bench', 'bench --pairs vgg13/vgg8 --distillers kd,crd', 'bench engine');
}

/** What each part reads of the options; nothing else may be given with it. */
const optionsOf: Record<string, readonly string[]> = {
  engine: ['--results'],
  data: [],
  images: ['--rounds', '--threads', '--python'],
  banks: ['--rounds', '--steps', '--threads'],
  start: ['--rounds', '--threads', '--against'],
};

/** Every part is loaded only when it is used. */
async function measured(part: string | undefined, flags: StepFlags, command: Command): Promise<number> {
  const { setUp } = await import('../../scripts/setup/setup.ts');
  if (part === undefined) {
    if (flags.reference === undefined) refuseIdle(command, ['--python', '--compile-reference'], 'without --reference');
    const options = stepOptionsFrom(flags);
    await setUp();
    return (await import('../tools/bench/steps/bench-steps.ts')).benchSteps(options);
  }
  const read = Object.hasOwn(optionsOf, part) ? optionsOf[part] : undefined;
  if (!read) {
    const names = Object.keys(optionsOf);
    const cure = `${guess(part, names)}Give engine, data, images, banks or start, or none to measure whole training steps`;
    throw new Problem(`there is no benchmark '${part}'`, cure);
  }
  const others = command.options.flatMap(({ long }) => (long && ![...read, '--quiet'].includes(long) ? [long] : []));
  refuseIdle(command, others, `on the benchmark ${part}`);
  await setUp();
  if (part === 'engine') return (await import('../tools/bench/engine.ts')).benchEngine(flags.results);
  if (part === 'data') return (await import('../tools/bench/data.ts')).benchData();
  if (part === 'start')
    return (await import('../tools/bench/start/bench-start.ts')).benchStart(startOptionsFrom(flags));
  if (part === 'images')
    return (await import('../tools/bench/images/bench-images.ts')).benchImages(imagesOptionsFrom(flags));
  return (await import('../tools/bench/banks/bench-banks.ts')).benchBanks(banksOptionsFrom(flags));
}
