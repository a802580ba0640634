import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './place.mjs';

/** What processes and threads start with. Suites are here as well: a command reads one of them. */
export const programs = [
  'harness/cli/cli.ts',
  'harness/base/problem.ts',
  'harness/train/job/main.ts',
  'harness/train/loop/make-batches.ts',
  'harness/train/loop/make-test-batches.ts',
  'harness/teachers/store/test-process.ts',
  'harness/tools/bench/step-times.ts',
  'harness/tools/bench/banks/process.ts',
  'harness/tools/bench/images/our-process.ts',
  'harness/tools/bench/steps/peak-process.ts',
  'harness/tools/bench/steps/training-process.ts',
  'scripts/checks.ts',
  'scripts/package/exports.ts',
  'scripts/setup/probe.ts',
  ...filesIn('suites'),
];

/** What tests start many times. */
export const programsOfTests = [
  'harness/model/engine/fixtures/write-often.ts',
  'harness/tools/mutations/main.ts',
  'harness/tools/mutations/fixtures/faulty.ts',
  ...filesIn('harness/tools/mutations/readers'),
  'harness/report/page/fixtures/serve.ts',
  'harness/run/local/fixtures/run.ts',
  'harness/train/teacher-cache/fixtures/writer.ts',
  'harness/train/fixtures/retest.ts',
  'harness/train/fixtures/run-steps.ts',
  'harness/train/fixtures/teacher-bits.ts',
  'scripts/setup/fixtures/run.ts',
];

/** The TypeScript files of a folder in the repository, where there is one. */
function filesIn(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);
}
