import type { Command } from 'commander';
import type { End } from './options.ts';

/** Adds `suites`: what there is to run. */
export function addSuitesCommand(program: Command, end: End): void {
  program
    .command('suites')
    .description('list the suites with their sizes')
    .option('--json', 'as one line of JSON')
    .action(async ({ json = false }: { json?: boolean }) => {
      const { listSuites } = await import('../run/dry-run/list-suites.ts');
      end(await listSuites(json));
    });
}
