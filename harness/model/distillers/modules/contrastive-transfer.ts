import type { Parameters } from '../../engine/parameters.ts';
import type { Tensor } from '../../engine/tensorflow.ts';
import { normalisedEmbedding } from './embedding.ts';
import { type MemoryBank, memoryBank, type ProductForm } from './memory-bank.ts';

/** What is made of the products of a batch with the rows that it is compared with. */
export interface Compared {
  /** What each row scores: [batch, 1 + negatives], the positive first. */
  scores: Tensor;
  /** A scalar, averaged over the batch. */
  loss: Tensor;
}

/** An objective of one direction, made from products of anchors with rows, [batch, 1 + negatives], the positive first. */
export type ContrastiveObjective = (products: Tensor) => Compared;

export interface ObjectiveOptions {
  /** For each image. */
  negatives: number;
  temperature: number;
  /** Rows of each memory bank: one for each training image. */
  images: number;
}

export interface ContrastOptions extends ObjectiveOptions {
  /** Of the student's pooled vector and of the teacher's. */
  widths: readonly [student: number, teacher: number];
  /** Of the embedding. */
  dimension: number;
  /** How much of a memory bank's row stays when its image is seen again. */
  momentum: number;
  /**
   * Makes the objective of a direction.
   * @param direction in the names of its variables: `v1` for the student's, `v2` for the teacher's
   */
  objective: (parameters: Parameters, direction: 'v1' | 'v2', options: ObjectiveOptions) => ContrastiveObjective;
  /** See `memoryBank`. */
  choice?: ProductForm;
}

/** One network's side of the comparison. */
export interface Direction extends Compared {
  /** The batch's embeddings, [batch, dimension], each of length 1. */
  anchor: Tensor;
}

/**
 * Adds the embeddings and the memory banks to the parameters. As in the reference's code, scores use the banks' rows from
 * before the step; then the batch's rows become normalise(m row + (1 - m) anchor). Both embedding layers are trained.
 * @returns a function that compares a batch's pooled vectors, of the student and of the teacher, and remembers them
 */
export function contrastiveTransfer(parameters: Parameters, options: ContrastOptions) {
  const { widths, dimension, objective } = options;
  const embedStudent = normalisedEmbedding(parameters.at('embed_s'), widths[0], dimension);
  const embedTeacher = normalisedEmbedding(parameters.at('embed_t'), widths[1], dimension);
  const studentBank = memoryBank(parameters, 'memory_v1', options);
  const teacherBank = memoryBank(parameters, 'memory_v2', options);
  const studentObjective = objective(parameters, 'v1', options);
  const teacherObjective = objective(parameters, 'v2', options);

  function compare(anchor: Tensor, bank: MemoryBank, minimised: ContrastiveObjective, contrast: Tensor): Direction {
    return { anchor, ...minimised(bank.products(anchor, contrast)) };
  }

  return (student: Tensor, teacher: Tensor, indices: Tensor, contrast: Tensor): [Direction, Direction] => {
    const ofStudent = compare(embedStudent(student), teacherBank, studentObjective, contrast);
    const ofTeacher = compare(embedTeacher(teacher), studentBank, teacherObjective, contrast);
    studentBank.remember(indices, ofStudent.anchor);
    teacherBank.remember(indices, ofTeacher.anchor);
    return [ofStudent, ofTeacher];
  };
}
