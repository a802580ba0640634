import { exitCode, Problem } from '../problem.ts';

/** What a network says of each image. */
export interface Logits {
  images: number;
  classes: number;
  /** [images, classes] */
  values: Float32Array;
}

/** How two networks' logits differ in how classes go together. */
export interface CorrelationDifference {
  classes: number;
  /** [classes, classes]: the teacher's correlations minus the student's, symmetric, with a diagonal of zeros. */
  values: Float64Array;
  /** The mean of the values without their signs, off the diagonal. */
  mean: number;
}

/**
 * The paper's Figure 2: Pearson's correlation over the images between each two columns of logits, the teacher's minus the
 * student's. The paper does not say how it was computed; this is the plain reading of it. A column that is constant goes
 * together with none: its correlations are 0.
 * @throws Problem where the two are not of the same images and classes
 */
export function correlationDifference(teacher: Logits, student: Logits): CorrelationDifference {
  const { images, classes } = teacher;
  if (student.images !== images || student.classes !== classes) {
    const [one, other] = [teacher, student].map(({ images, classes }) => `${images} images and ${classes} classes`);
    const what = `the teacher's logits are of ${one}, the student's of ${other}`;
    throw new Problem(what, 'Compare networks that were tested on the same images', exitCode.data);
  }
  const ours = correlations(student);
  const values = correlations(teacher).map((value, cell) => value - ours[cell]!);
  const total = values.reduce((sum, value) => sum + Math.abs(value), 0);
  return { classes, values, mean: classes > 1 ? total / (classes * (classes - 1)) : 0 };
}

/** [classes, classes], with ones on the diagonal. */
function correlations({ images, classes, values }: Logits): Float64Array {
  const columns = Array.from({ length: classes }, (_, column) => standardised(values, column, classes, images));
  const result = new Float64Array(classes * classes);
  for (let row = 0; row < classes; row++) {
    result[row * classes + row] = 1;
    for (let column = 0; column < row; column++) {
      const value = product(columns[row]!, columns[column]!);
      result[row * classes + column] = value;
      result[column * classes + row] = value;
    }
  }
  return result;
}

/** A column less its mean, of length 1: the product of two is their correlation. */
function standardised(values: Float32Array, column: number, classes: number, images: number): Float64Array {
  const own = Float64Array.from({ length: images }, (_, image) => values[image * classes + column]!);
  const mean = own.reduce((sum, value) => sum + value, 0) / images;
  const centred = own.map((value) => value - mean);
  const length = Math.sqrt(product(centred, centred));
  // What is left of a constant column is the rounding of its mean.
  const constant = length <= 1e-12 * Math.abs(mean) * Math.sqrt(images);
  return centred.map((value) => (constant ? 0 : value / length));
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!;
  return sum;
}
