import { accuracyOf } from '../../job/accuracy.ts';

/**
 * The top-1 accuracy of an ensemble, in per cent: of the mean of its members' probabilities.
 * @param members the logits of each, [images, classes]
 */
export function ensembleAccuracy(members: readonly Float32Array[], labels: ArrayLike<number>): number {
  const classes = members[0]!.length / labels.length;
  const sums = new Float64Array(members[0]!.length);
  for (const logits of members) {
    for (let image = 0; image < labels.length; image++) {
      const scores = logits.subarray(image * classes, (image + 1) * classes);
      const most = scores.reduce((most, score) => Math.max(most, score));
      const exponentials = Array.from(scores, (score) => Math.exp(score - most));
      const total = exponentials.reduce((sum, one) => sum + one);
      for (let name = 0; name < classes; name++) sums[image * classes + name]! += exponentials[name]! / total;
    }
  }
  return accuracyOf(sums, labels);
}
