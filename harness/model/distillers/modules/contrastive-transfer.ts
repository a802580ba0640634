import type { Parameters } from '../../engine/parameters.ts';
import type { Tensor } from '../../engine/tensorflow.ts';
import { normalisedEmbedding } from './embedding.ts';
import { type MemoryBank, memoryBank, type ProductForm } from './memory-bank.ts';

/** What is compared: anchors, [batch, dimension], each with rows of a bank. */
export interface ContrastInputs {
  anchors: Tensor;
  bank: MemoryBank;
  /** Rows' indices, [batch, 1 + negatives] (integers), the positive first. */
  contrast: Tensor;
}

/** What comes of a comparison. */
export interface Compared {
  /** What each row scores: [batch, 1 + negatives], the positive first; absent where one kernel computes the loss. */
  scores?: Tensor;
  /** A scalar, averaged over the batch. */
  loss: Tensor;
}

/** An objective of one direction. */
export type ContrastiveObjective = (inputs: ContrastInputs) => Compared;

export interface ObjectiveOptions {
  /** For each image. */
  negatives: number;
  temperature: number;
  /** Rows of each memory bank: one for each training image. */
  images: number;
  /** Of the embedding. */
  dimension: number;
  /** How it is computed: the same numbers at another cost. The cheapest by default. */
  form?: 'one kernel' | ProductForm;
}

export interface ContrastOptions extends ObjectiveOptions {
  /** Of the student's pooled vector and of the teacher's. */
  widths: readonly [student: number, teacher: number];
  /** How much of a memory bank's row stays when its image is seen again. */
  momentum: number;
  /**
   * Makes the objective of a direction.
   * @param direction in the names of its variables: `v1` for the student's, `v2` for the teacher's
   */
  objective: (parameters: Parameters, direction: 'v1' | 'v2', options: ObjectiveOptions) => ContrastiveObjective;
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

  return (student: Tensor, teacher: Tensor, indices: Tensor, contrast: Tensor): [Direction, Direction] => {
    const [studentAnchor, teacherAnchor] = [embedStudent(student), embedTeacher(teacher)];
    const compared = [
      studentObjective({ anchors: studentAnchor, bank: teacherBank, contrast }),
      teacherObjective({ anchors: teacherAnchor, bank: studentBank, contrast }),
    ] as const;
    const ofStudent = { anchor: studentAnchor, ...compared[0] };
    const ofTeacher = { anchor: teacherAnchor, ...compared[1] };
    studentBank.remember(indices, ofStudent.anchor);
    teacherBank.remember(indices, ofTeacher.anchor);
    return [ofStudent, ofTeacher];
  };
}
