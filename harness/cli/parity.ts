import { fileURLToPath } from 'node:url';
import { type Command, Option } from 'commander';
import { typedPath } from '../base/typed-path.ts';
import { type End, quietOption } from './options.ts';

/** The reference's numbers that Redistill comes with. */
const ownVectors = fileURLToPath(new URL('../../baselines/parity', import.meta.url));

interface ParityFlags {
  case?: string;
  only?: string;
  eager?: true;
}

/** Adds `parity`: every part is compared with the reference's numbers. */
export function addParityCommand(program: Command, end: End): void {
  program
    .command('parity')
    .description("compare every part with the reference's numbers")
    .argument('[folder]', 'a folder of vectors; those of Redistill by default')
    .option('--case <text>', 'only cases with this text in their names')
    // Its name until npm was seen to keep `--only` for itself without a trace.
    .addOption(new Option('--only <text>').hideHelp().conflicts('case'))
    .option('--eager', 'run kernel by kernel, instead of as recorded graphs')
    .option(...quietOption)
    .action(async (folder: string | undefined, { case: one, only = one, eager }: ParityFlags) => {
      const { setUp } = await import('../../scripts/setup/setup.ts');
      await setUp();
      const { parity } = await import('../tools/parity/command.ts');
      end(await parity(folder === undefined ? ownVectors : typedPath(folder), { only, eager: eager ?? false }));
    });
}
