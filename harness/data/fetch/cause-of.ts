import { Problem } from '../../base/problem.ts';

/**
 * What to throw where reading an archive or writing its files went wrong: either makes the other fail too, as a stream that
 * was destroyed. So what is the archive's fault comes before what may only follow from it.
 * @param explain a Problem where the archive is at fault, else the error
 * @returns undefined where nothing went wrong
 */
export function causeOf(ends: readonly PromiseSettledResult<unknown>[], explain: (error: unknown) => unknown): unknown {
  const causes = ends.flatMap((end) => (end.status === 'rejected' ? [explain(end.reason)] : []));
  return causes.find((cause) => cause instanceof Problem) ?? causes[0];
}
