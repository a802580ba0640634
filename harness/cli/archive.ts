import type { Command } from 'commander';
import { isBundle } from '../results/bundle/description.ts';
import { refuseIdle } from './options.ts';

/** @throws Problem where results or papers are named for an archive, which holds its own */
export function refuseFoldersOfArchive(name: string, command: Command): void {
  if (!isBundle(name)) return;
  refuseIdle(command, ['--results'], 'with an archive, which holds its own results');
  refuseIdle(command, ['--literature'], 'with an archive, which holds its own published numbers');
}
