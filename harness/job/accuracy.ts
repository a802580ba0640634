/**
 * The top-1 accuracy of logits, or that of the top `among`, in per cent.
 * @param logits [images, classes]
 */
export function accuracyOf(logits: Float32Array | Float64Array, labels: ArrayLike<number>, among = 1): number {
  return accuraciesOf(logits, labels, [among])[0]!;
}

/** The same of the top so many of each, in one go: a report looks at hundreds of files. */
export function accuraciesOf(
  logits: Float32Array | Float64Array,
  labels: ArrayLike<number>,
  amongs: readonly number[],
): number[] {
  const classes = logits.length / labels.length;
  const most = Math.max(...amongs);
  const correct = amongs.map(() => 0);
  for (let image = 0; image < labels.length; image++) {
    const rank = rankUpTo(most, logits, image * classes, classes, labels[image]!);
    if (rank >= most) continue;
    for (let index = 0; index < amongs.length; index++) if (rank < amongs[index]!) correct[index]!++;
  }
  return correct.map((count) => (100 * count) / labels.length);
}

/** As `rankOf`, which it equals up to `most`, and without a view of each image. */
function rankUpTo(
  most: number,
  logits: Float32Array | Float64Array,
  start: number,
  classes: number,
  label: number,
): number {
  if (label < 0) return most;
  const own = logits[start + label]!;
  const [mine, end] = [start + label, start + classes];
  let rank = 0;
  for (let i = start; i < mine && rank < most; i++) if (logits[i]! >= own) rank++;
  for (let i = mine + 1; i < end && rank < most; i++) if (logits[i]! > own) rank++;
  return rank;
}
