import type { ViteUserConfig } from 'vitest/config';
import { ReportUnfinished } from './unfinished.ts';
import { WatchedFork, watchedForksName } from './watched-fork.ts';

/** Runs tests in processes, and names those that die. */
export const watchedForks = {
  pool: { name: watchedForksName, createPoolWorker: (options) => new WatchedFork(options) },
  reporters: ['default', new ReportUnfinished()],
} satisfies ViteUserConfig['test'];
