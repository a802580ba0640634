import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files of tests that take longest, without `.slow.test.ts`. Where vitest has not timed them yet it begins with the largest
 * files; but the other process would wait for a long one that begins last.
 */
export const longest: readonly string[] = [
  'harness/check/digits',
  // What it trains the next one compares with.
  'scripts/docs/run',
  'harness/run/slurm/slurm',
  'harness/suite/official-forms',
  'harness/tools/mutations/texts',
  'harness/tools/mutations/archives',
  'harness/suite/cifar100',
  'harness/suite/after-crd',
  'harness/train/grappler',
  'harness/run/local/chaos',
  'scripts/gpu-proof/gpu-proof',
  'scripts/docs/extending',
  'scripts/workflows/reproduce',
  'scripts/package/package',
  'harness/tools/bench/banks/banks',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

function rankOf({ moduleId }: Pick<TestSpecification, 'moduleId'>): number {
  const rank = longest.findIndex((name) => moduleId.endsWith(`/${name}.slow.test.ts`));
  return rank < 0 ? longest.length : rank;
}
