import type { Command } from 'commander';
import { exitCode, Problem } from '../base/problem.ts';
import { type End, pathOption, refuseIdle } from './options.ts';

interface SetUpFlags {
  pack?: string;
  slice: string;
  unpack?: string;
}

/** Adds `setup`: installs what is missing, as every command does first, or carries it to a machine without a network. */
export function addSetupCommand(program: Command, end: End): void {
  const command = program
    .command('setup')
    .description('install what is missing, pack it for a machine without a network, or unpack it there')
    .addOption(pathOption('--pack <dir>', 'write the npm packages and TensorFlow into this folder, which is made'))
    .option('--slice <size>', 'with --pack: the size of its files at most', '60MB')
    .addOption(pathOption('--unpack <dir>', 'take both from such a folder'))
    .action(async (flags: SetUpFlags) => {
      await runSetup(flags, command);
      end(exitCode.done);
    });
}

/** `--unpack` was heeded before this could be read: scripts/start.mjs does it. */
async function runSetup({ pack: folder, slice, unpack }: SetUpFlags, command: Command): Promise<void> {
  if (folder === undefined) refuseIdle(command, ['--slice'], 'without --pack', 'Give both, or leave it out');
  else if (unpack !== undefined) throw new Problem('--pack and --unpack are both given', 'Give one of them');
  const { parseSize } = await import('../train/teacher-cache/parse-size.ts');
  const bytes = parseSize(slice, '--slice');
  if (bytes < 1e6) throw new Problem(`--slice is '${slice}'`, 'Give a size of at least 1MB');
  const { setUp } = await import('../../scripts/setup/setup.ts');
  await setUp();
  if (folder === undefined) return;
  const { pack } = await import('../../scripts/setup/pack/pack.ts');
  await pack(folder, bytes);
}
