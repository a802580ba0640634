import type { Command } from 'commander';
import { isBundle } from '../results/bundle/description.ts';
import { refuseIdle } from './options.ts';

/** @throws Problem where results are named for an archive, which holds its own */
export function refuseResultsOfArchive(name: string, command: Command): void {
  if (isBundle(name)) refuseIdle(command, ['--results'], 'with an archive, which holds its own results');
}
