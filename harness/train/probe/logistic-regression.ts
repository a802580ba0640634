import { exitCode, Problem } from '../../base/problem.ts';
import { largest, lbfgs, type Minimum, type ValueAndGradient } from './lbfgs.ts';
import { type LabelledVectors, LogisticObjective } from './objective.ts';

/** Where the gradient counts as 0: a twentieth of scikit-learn's own tolerance, which float32 still resolves. */
const tolerance = 5e-6;
/** Where rounding ends the search earlier, the gradient must still be within scikit-learn's. */
const loosest = 1e-4;
const mostIterations = 10_000;

/**
 * Fits multinomial logistic regression with a squared penalty on the weights to the end: the objective of scikit-learn's
 * `LogisticRegression(C=C, solver='lbfgs')`, which has one minimum, so that there is nothing to choose but C.
 * @param goOn asked after each step: should it continue?
 * @returns the minimum, at [width + 1, classes], the biases last; its value is the objective over C and the number of vectors;
 * undefined where it was told not to go on
 * @throws Problem where it does not converge
 */
export async function fitLogisticRegression(
  data: LabelledVectors,
  C: number,
  goOn: (now: ValueAndGradient) => Promise<boolean> = async () => true,
): Promise<Minimum | undefined> {
  const objective = new LogisticObjective(data, C);
  try {
    const start = new Float64Array((data.width + 1) * data.classes);
    let goesOn = true;
    const minimum = await lbfgs((point) => objective.evaluate(point), start, {
      tolerance,
      mostIterations,
      async goOn(now) {
        goesOn = await goOn(now);
        return goesOn;
      },
    });
    if (!goesOn) return undefined;
    const left = largest(minimum.gradient);
    if (left <= loosest) return minimum;
    throw new Problem(
      `the linear layer did not converge: after ${minimum.iterations} iterations the gradient is ${left}`,
      'Give a smaller C in the suite',
      exitCode.diverged,
    );
  } finally {
    objective.dispose();
  }
}
