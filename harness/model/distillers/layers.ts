import type { NetworkShape } from '../engine/network.ts';
import { adaptiveAveragePool } from '../engine/ops/adaptive-pooling.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';

/** What AT, NST, VID and AB compare: every map but the stem's. */
export const middleMaps = <Each>(maps: readonly Each[]): Each[] => maps.slice(1);

/** Why a method that compares map with map does not fit a pair: the reference would silently drop what has no partner. */
export function unequalLists({ maps: ofStudent }: NetworkShape, { maps: ofTeacher }: NetworkShape) {
  if (ofStudent.length === ofTeacher.length) return undefined;
  return `the student has ${ofStudent.length} maps and the teacher ${ofTeacher.length}`;
}

/** A loss for each pair of maps, in order; what one list has beyond the other is left out, as in the reference. */
export function layerByLayer(
  students: readonly Tensor[],
  teachers: readonly Tensor[],
  loss: (student: Tensor, teacher: Tensor, layer: number) => Tensor,
): Tensor[] {
  return students.slice(0, teachers.length).map((student, layer) => loss(student, teachers[layer]!, layer));
}

/** The plain sum of several losses. */
export const total = (losses: readonly Tensor[]): Tensor => losses.reduce((sum, loss) => tf.add(sum, loss));

/** Two maps at the height of the lower one, to which the higher is average-pooled. The reference compares heights alone. */
export function atSameHeight(a: Tensor, b: Tensor): [Tensor, Tensor] {
  const [heightOfA, heightOfB] = [a.shape[1]!, b.shape[1]!];
  if (heightOfA > heightOfB) return [adaptiveAveragePool(a, heightOfB), b];
  if (heightOfA < heightOfB) return [a, adaptiveAveragePool(b, heightOfA)];
  return [a, b];
}

/** Vectors [batch, channels] as maps of one position, [batch, 1, 1, channels]. */
export const asMap = (vectors: Tensor): Tensor => vectors.reshape([vectors.shape[0]!, 1, 1, vectors.shape[1]!]);
