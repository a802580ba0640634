import { resolve } from 'node:path';
import type { Command } from 'commander';
import {
  banksOptionsFrom,
  defaultSuite,
  imagesOptionsFrom,
  type StepFlags,
  stepOptionsFrom,
} from '../bench/steps/options.ts';
import { Problem } from '../problem.ts';

/**
 * Adds `bench`: whole training steps, or one of the parts that are measured by themselves.
 * @param end takes the exit code
 */
export function addBenchCommand(program: Command, defaultResults: string, end: (code: number) => void): void {
  program
    .command('bench')
    .description('measure training steps as jobs take them, beside the reference where its checkout is given')
    .argument('[part]', 'engine, data, images or banks: measure that part instead')
    .option('--suite <name>', 'whose pairs, distillers and recipe: a name or a path', defaultSuite)
    .option('--pairs <names>', 'only these: teacher/student, or a network for all pairs that it is in; all for all')
    .option('--distillers <names>', 'only these; default is what the suite has by itself, all is all that it has')
    .option('--images <n>', 'how many training images of noise', '50000')
    .option('--rounds <n>', 'how often each side takes its turn, after one to warm up', '7')
    .option('--steps <n>', 'how many steps of a round count', '5')
    .option('--threads <n>', 'for both sides; all cores where nothing is said')
    .option('--teacher-cache <modes>', 'off, cold or warm: each is measured, with commas between', 'off')
    .option('--reference <dir>', 'a checkout of RepDistiller: its steps are measured in turn with ours')
    .option('--python <path>', 'the Python for it, with torch and numpy; for images with torchvision', 'python3')
    .option('--against <file>', 'compare with an earlier file; what has become slower ends with exit code 9')
    .option('--output <file>', 'the file to write, instead of one in bench/ of the results')
    .option('--results <dir>', 'the folder for all that runs produce', defaultResults)
    .action(async (part: string | undefined, flags: StepFlags) => end(await bench(part, flags)));
}

/** Every part is loaded only when it is used. */
async function bench(part: string | undefined, flags: StepFlags): Promise<number> {
  if (part === undefined) return (await import('../bench/steps/bench-steps.ts')).benchSteps(stepOptionsFrom(flags));
  if (part === 'engine') return (await import('../bench/engine.ts')).benchEngine(resolve(flags.results));
  if (part === 'data') return (await import('../bench/data.ts')).benchData();
  if (part === 'images') return (await import('../bench/images/bench-images.ts')).benchImages(imagesOptionsFrom(flags));
  if (part === 'banks') return (await import('../bench/banks/bench-banks.ts')).benchBanks(banksOptionsFrom(flags));
  throw new Problem(
    `there is no benchmark '${part}'`,
    'Give engine, data, images or banks, or none to measure whole training steps',
  );
}
