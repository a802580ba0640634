import { configDefaults, defineConfig } from 'vitest/config';
import { watchedForks } from './scripts/dead-workers/options.ts';
import { LongestFirst } from './scripts/longest-first.ts';

const slow = '**/*.slow.test.ts';
const exclude = [...configDefaults.exclude, 'results/**'];

export default defineConfig({
  test: {
    // Processes, for native add-ons such as TensorFlow's cannot live in worker threads.
    ...watchedForks,
    // TensorFlow computes on all cores by itself: more files at once only crowd each other.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // One process for many files: starting one and loading TensorFlow would take longer than most of them.
    isolate: false,
    setupFiles: ['scripts/leave-no-trace.ts'],
    // Two files at a time on two cores: a second thread of TensorFlow's would only wait for the other file's.
    env: { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1', OMP_NUM_THREADS: '1' },
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['**/*.test.ts'],
          exclude: [...exclude, slow],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: [slow],
          exclude,
          globalSetup: ['scripts/shared-folder.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
