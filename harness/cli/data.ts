import type { Command } from 'commander';
import type { FetchOptions } from '../data/fetch/fetch.ts';
import { type End, quietOption } from './options.ts';

/** Adds `data`: a data set is fetched, verified and unpacked. */
export function addDataCommand(program: Command, end: End): void {
  program
    .command('data')
    .description('fetch a data set, verify it and unpack it')
    .argument('<name>', 'as suites call it, such as cifar100')
    .option(
      '--from <place>',
      "the archive's address or path instead of its publisher's address; for imagenet its folder",
    )
    .option('--sha256 <hex>', "the archive's sha256, where it is not the publisher's archive")
    .option(...quietOption)
    .action(async (name: string, options: FetchOptions) => {
      const { fetchData } = await import('../data/sets/fetch-data.ts');
      end(await fetchData(name, options));
    });
}
