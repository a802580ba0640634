import type { Mark } from './schema.ts';

/** The repository of CRD's own numbers, which are in `baselines/published/cifar100.json`; CRD+KD is another's copy. */
export const crdRepository = 'HobbitLong/RepDistiller';

const order: readonly Mark[] = ['own table', 'quoted', 'rerun', 'issue', 'own log'];

/** Which of several numbers of a cell is its claim: the least. CRD's own row comes first, as everyone compares with it. */
export function claimRank({ mark, repository, path }: { mark: Mark; repository: string; path: string }): number {
  return repository === crdRepository && path === 'README.md' ? -1 : order.indexOf(mark);
}
