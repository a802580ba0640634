/** Formulas of losses, written once more in float64: what whole training steps are compared with that have no reference. */

export type Tensors = ReadonlyMap<string, ArrayLike<number>>;
export type Rows = number[][];

export const rowsOf = (values: ArrayLike<number>, count: number): Rows =>
  Array.from({ length: values.length / count }, (_, row) =>
    Array.from({ length: count }, (_, i) => values[row * count + i]!),
  );
export const exactSum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const dot = (a: readonly number[], b: readonly number[]) => exactSum(a.map((value, i) => value * b[i]!));
const transposed = (a: Rows): Rows => a[0]!.map((_, column) => a.map((row) => row[column]!));

export function product(a: Rows, b: Rows): Rows {
  const columns = transposed(b);
  return a.map((row) => columns.map((column) => dot(row, column)));
}

export function exactSoftmax(scores: readonly number[], by = 1): number[] {
  const exponentials = scores.map((score) => Math.exp(score / by));
  return exponentials.map((one) => one / exactSum(exponentials));
}

/** The mean over the batch. */
export function exactCrossEntropy(logits: Rows, labels: ArrayLike<number>): number {
  return -exactSum(logits.map((row, i) => Math.log(exactSoftmax(row)[labels[i]!]!))) / logits.length;
}

/** KD's loss: the mean over the batch. */
export function divergence(student: Rows, teacher: Rows, temperature: number): number {
  const each = student.map((row, i) => {
    const [ours, theirs] = [exactSoftmax(row, temperature), exactSoftmax(teacher[i]!, temperature)];
    return exactSum(theirs.map((probability, k) => probability * Math.log(probability / ours[k]!)));
  });
  return (temperature ** 2 * exactSum(each)) / student.length;
}

export interface Contrast {
  /** Of CRD's variables in `values`. */
  prefix: string;
  /** Of each image, indices of its positive and its negatives among all images. */
  indices: Rows;
  images: number;
  temperature: number;
}

/** Both directions of CRD, from pooled vectors. */
export function contrastive(values: Tensors, student: Rows, teacher: Rows, contrast: Contrast): number {
  const own = (name: string) => values.get(contrast.prefix + name)!;
  const embed = (name: string, vectors: Rows): Rows => {
    const bias = own(`${name}.linear.bias`);
    const outputs = product(vectors, transposed(rowsOf(own(`${name}.linear.weight`), vectors[0]!.length)));
    const biased = outputs.map((row) => row.map((value, i) => value + bias[i]!));
    return biased.map((row) => row.map((value) => value / Math.hypot(...row)));
  };
  const [ofStudent, ofTeacher] = [embed('embed_s', student), embed('embed_t', teacher)];
  const bank = (name: string) => rowsOf(own(name), ofStudent[0]!.length);
  return (
    direction(ofStudent, bank('memory_v2'), own('normaliser_v1')[0]!, contrast) +
    direction(ofTeacher, bank('memory_v1'), own('normaliser_v2')[0]!, contrast)
  );
}

/** @param normaliser less than 0 where this step is the one that sets it */
function direction(anchors: Rows, bank: Rows, normaliser: number, { indices, images, temperature }: Contrast): number {
  const exponentials = anchors.map((anchor, i) =>
    indices[i]!.map((row) => Math.exp(dot(anchor, bank[row]!) / temperature)),
  );
  const z = normaliser < 0 ? (exactSum(exponentials.flat()) / exponentials.flat().length) * images : normaliser;
  const noise = (indices[0]!.length - 1) / images;
  const each = exponentials.map(([positive, ...others]) => {
    const p = positive! / z;
    return -Math.log(p / (p + noise)) - exactSum(others.map((other) => Math.log(noise / (other / z + noise))));
  });
  return exactSum(each) / anchors.length;
}

/** The derivatives of a loss by each value of a tensor, from differences. */
export function slope(lossOf: (values: Tensors) => number, values: Tensors, name: string): number[] {
  const own = Float64Array.from(values.get(name)!);
  const at = (place: number, value: number) => lossOf(new Map([...values, [name, own.with(place, value)]]));
  const step = 1e-5;
  return Array.from(own, (value, place) => (at(place, value + step) - at(place, value - step)) / (2 * step));
}
