import { adaptiveAveragePool } from '../../engine/ops/adaptive-pooling.ts';
import { type Tensor, tf } from '../../engine/tensorflow.ts';
import { hint } from '../fitnet.ts';
import { total } from '../layers.ts';

/** To which sizes maps are averaged, beside their own. */
const sizes = [4, 2, 1];

/**
 * ReviewKD's hierarchical context loss (HCL) of one level: the mean squared error of two maps, and of their means over ever
 * larger parts, each with half the weight of the one before it, over the sum of the weights. Sizes that are not below the maps'
 * own are left out.
 * @param student [batch, height, width, channels], as the teacher
 * @returns a scalar
 */
export function hierarchicalContext(student: Tensor, teacher: Tensor): Tensor {
  const below = sizes.filter((size) => size < student.shape[1]!);
  const means = below.map((size) => hint(adaptiveAveragePool(student, size), adaptiveAveragePool(teacher, size)));
  const all = [hint(student, teacher), ...means];
  const weights = all.map((_, i) => 2 ** -i);
  const whole = weights.reduce((sum, weight) => sum + weight);
  return total(all.map((error, i) => tf.mul(error, weights[i]! / whole)));
}
