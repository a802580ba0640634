import { join } from 'node:path';
import type { Command } from 'commander';
import { Problem } from '../base/problem.ts';
import { guess } from '../base/validate/nearest.ts';
import { listIn, numberIn } from '../base/validate/option.ts';
import { addExamples } from './examples.ts';
import { type End, pathOption, programOption, quietOption, refuseIdle, resultsOption } from './options.ts';

interface ProofFlags {
  device: string;
  steps?: string;
  short?: true;
  minutes: string;
  reference?: string;
  python: string;
  results: string;
}

/** Adds `gpu-proof`: everything that is to hold on a GPU, shown once. */
export function addGpuProofCommand(program: Command, end: End): void {
  const command = program
    .command('gpu-proof')
    .description('show on a GPU, once, that everything holds there; what has passed is not run again')
    .option('--device <name>', 'gpu, or cpu to try the steps without one', 'gpu')
    .option('--steps <names>', 'only these, with commas between, whatever they came to before')
    .option('--short', 'only a part of each step')
    .option('--minutes <n>', 'how long a step may take at most', '60')
    .addOption(pathOption('--reference <dir>', 'a checkout of RepDistiller, to measure beside ours'))
    .addOption(programOption('--python <path>', 'the Python for it, with torch and numpy').default('python3'))
    .addOption(resultsOption())
    .option(...quietOption)
    .action(async (flags: ProofFlags) => end(await prove(flags, command)));
  addExamples(command, 'gpu-proof', 'gpu-proof --steps doctor,parity', 'gpu-proof --device cpu --short');
}

async function prove({ results, ...flags }: ProofFlags, command: Command): Promise<number> {
  if (flags.reference === undefined) refuseIdle(command, ['--python'], 'without --reference');
  const { deviceSchema, stepNameSchema } = await import('../../scripts/gpu-proof/proof.ts');
  const { runProof } = await import('../../scripts/gpu-proof/run-proof.ts');
  const device = oneOf(deviceSchema.options, '--device', flags.device);
  const short = flags.short ?? false;
  return runProof({
    device,
    short,
    steps: listIn(flags.steps)?.map((name) => oneOf(stepNameSchema.options, '--steps', name)),
    minutes: numberIn('--minutes', flags.minutes),
    reference: flags.reference === undefined ? undefined : { folder: flags.reference, python: flags.python },
    folder: join(results, 'gpu-proof', short ? `${device}-short` : device),
  });
}

function oneOf<Name extends string>(names: readonly Name[], option: string, given: string): Name {
  const name = names.find((one) => one === given);
  if (name !== undefined) return name;
  throw new Problem(`${option} names '${given}'`, `${guess(given, names)}Give one or more of ${names.join(', ')}`);
}
