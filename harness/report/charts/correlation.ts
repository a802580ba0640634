import { exitCode, Problem } from '../../base/problem.ts';

/** What a network outputs for each image. */
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
  const ours = correlationsOf(student);
  const values = correlationsOf(teacher).map((value, cell) => value - ours[cell]!);
  const total = values.reduce((sum, value) => sum + Math.abs(value), 0);
  return { classes, values, mean: classes > 1 ? total / (classes * (classes - 1)) : 0 };
}

/** [classes, classes], with ones on the diagonal. */
function correlationsOf(logits: Logits): Float64Array {
  const { images, classes } = logits;
  const columns = Array.from({ length: classes }, (_, column) => standardised(logits, column));
  // Four columns are multiplied at a time, each of which must be there.
  const padded = [...columns, ...Array<Float64Array>(3).fill(new Float64Array(images))];
  const values = new Float64Array(classes * classes);
  for (let row = 0; row < classes; row++) {
    for (let first = 0; first < row; first += 4) {
      for (const [offset, value] of fourProducts(columns[row]!, padded.slice(first, first + 4)).entries()) {
        const column = first + offset;
        if (column >= row) break;
        values[row * classes + column] = value;
        values[column * classes + row] = value;
      }
    }
    values[row * classes + row] = 1;
  }
  return values;
}

/** A column less its mean, of length 1: the product of two is their correlation. Zeros where it is constant. */
function standardised({ images, classes, values }: Logits, column: number): Float64Array {
  const own = new Float64Array(images);
  let sum = 0;
  for (let image = 0; image < images; image++) {
    own[image] = values[image * classes + column]!;
    sum += own[image]!;
  }
  const mean = sum / images;
  let squares = 0;
  for (let image = 0; image < images; image++) {
    own[image]! -= mean;
    squares += own[image]! ** 2;
  }
  const length = Math.sqrt(squares);
  // What is left of a constant column is the rounding of its mean.
  if (length <= 1e-12 * Math.abs(mean) * Math.sqrt(images)) return own.fill(0);
  for (let image = 0; image < images; image++) own[image]! /= length;
  return own;
}

/** The inner products of a vector with four others, in a quarter of the time that they take one by one. */
function fourProducts(vector: Float64Array, [a, b, c, d]: Float64Array[]): number[] {
  let [withA, withB, withC, withD] = [0, 0, 0, 0];
  for (let index = 0; index < vector.length; index++) {
    const value = vector[index]!;
    withA += value * a![index]!;
    withB += value * b![index]!;
    withC += value * c![index]!;
    withD += value * d![index]!;
  }
  return [withA, withB, withC, withD];
}
