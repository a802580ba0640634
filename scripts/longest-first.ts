import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files of tests that take longest, without `.slow.test.ts`. Where vitest has not timed them yet it begins with the largest
 * files; but the other process would wait for a long one that begins last.
 */
export const longest: readonly string[] = [
  'harness/check/digits',
  'scripts/gpu-proof/gpu-proof',
  'harness/suite/official-forms',
  'harness/run/slurm/slurm',
  'scripts/docs/extending',
  'harness/train/grappler',
  'harness/suite/cifar100',
  'harness/suite/after-crd',
  'harness/run/local/chaos',
  'scripts/workflows/reproduce',
  'scripts/package/package',
  'harness/tools/mutations/texts',
  'harness/tools/mutations/archives',
  'harness/tools/bench/banks/banks',
  'scripts/docs/run',
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
