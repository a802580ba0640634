import { exitCode, Problem } from '../../base/problem.ts';

/** What to throw when training went out of bounds. `what` became infinite or NaN, and when, as a sentence's start. */
export function diverged(what: string): Problem {
  return new Problem(
    `${what} is not finite: the training diverged`,
    'Lower the learning rate or the weights of the loss in the suite',
    exitCode.diverged,
  );
}
