import type { Command } from 'commander';
import type { End } from './options.ts';

/** Adds `suites`: what there is to run. */
export function addSuitesCommand(program: Command, end: End): void {
  program
    .command('suites')
    .description('list the suites with their sizes')
    .action(async () => {
      const { listSuites } = await import('../dry-run/list-suites.ts');
      end(await listSuites());
    });
}
