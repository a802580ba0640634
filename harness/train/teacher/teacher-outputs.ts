import type { Batch } from '../../data/sets/batch.ts';
import type { StepCall, StepExecutor } from '../../model/engine/executor.ts';
import { backend } from '../../model/engine/kernel.ts';
import type { Network } from '../../model/engine/network.ts';
import type { Values } from '../../model/engine/variable.ts';
import { stepName } from '../learner/names.ts';
import type { TeacherCache } from '../teacher-cache/teacher-cache.ts';

/** What training steps are fed of a teacher. */
export interface Taught {
  /** [batch, classes] */
  teacherLogits: Float32Array;
  /** [batch, channels] */
  teacherPooled: Float32Array;
}

/**
 * How many images the step `teacher` takes at once where a cache keeps what it says: what is missing of a batch is filled
 * up to a multiple of it. Without a cache all of a batch is missing, and taken at once, which is up to an eighth faster.
 */
export function teacherBatchBesideCache(): number {
  return backend().isUsingGpuDevice ? 64 : 16;
}

export interface TeacherOptions {
  teacher: Network;
  /** Among all teachers, counted from 0. */
  index?: number;
  /** With the teacher's step. */
  program: StepExecutor;
  /** How many images that step takes. What it outputs for an image does not depend on it. */
  atOnce: number;
  cache?: TeacherCache | undefined;
}

/** A frozen teacher's logits and pooled vectors: kept ones, and those that it computes where they are missing. */
export class TeacherOutputs {
  #classes: number;
  #width: number;

  constructor(readonly options: TeacherOptions) {
    const { classes, pooled } = options.teacher;
    this.#classes = classes;
    this.#width = classes + pooled;
  }

  of(batch: Pick<Batch, 'images' | 'indices' | 'outcomes'>): Taught {
    const count = batch.indices.length;
    const records = Array.from({ length: count }, () => new Float32Array(this.#width));
    const missing = records.flatMap((record, i) => (this.#read(batch, i, record) ? [] : [i]));
    const { atOnce } = this.options;
    for (let first = 0; first < missing.length; first += atOnce) {
      this.#compute(batch, missing.slice(first, first + atOnce), records);
    }
    const teacherLogits = new Float32Array(count * this.#classes);
    const teacherPooled = new Float32Array(count * (this.#width - this.#classes));
    records.forEach((record, i) => {
      teacherLogits.set(record.subarray(0, this.#classes), i * this.#classes);
      teacherPooled.set(record.subarray(this.#classes), i * (this.#width - this.#classes));
    });
    return { teacherLogits, teacherPooled };
  }

  /**
   * How to see a whole batch beside other steps, where nothing is kept.
   * @returns the call of the teacher's step, and what it teaches by that call's outputs
   */
  whole({ images, indices }: Pick<Batch, 'images' | 'indices'>): {
    call: StepCall;
    taught: (outputs: Record<string, Values>) => Taught;
  } {
    const { index, atOnce } = this.options;
    const count = indices.length;
    const filled = new Float32Array((images.length / count) * atOnce);
    filled.set(images);
    return {
      call: { step: stepName.teacher(index), feeds: { images: filled } },
      taught: ({ teacherLogits, teacherPooled }) => ({
        teacherLogits: teacherLogits!.slice(0, count * this.#classes) as Float32Array,
        teacherPooled: teacherPooled!.slice(0, count * (this.#width - this.#classes)) as Float32Array,
      }),
    };
  }

  #read({ indices, outcomes }: Pick<Batch, 'indices' | 'outcomes'>, i: number, record: Float32Array): boolean {
    return this.options.cache?.read(indices[i]!, outcomes[i]!, record) ?? false;
  }

  /** Computes the records of at most that many images as the step takes, and keeps them. */
  #compute(
    { images, indices, outcomes }: Pick<Batch, 'images' | 'indices' | 'outcomes'>,
    missing: readonly number[],
    records: readonly Float32Array[],
  ): void {
    const { program, index, atOnce, cache } = this.options;
    const size = images.length / indices.length;
    const chosen = new Float32Array(atOnce * size);
    missing.forEach((i, row) => {
      chosen.set(images.subarray(i * size, (i + 1) * size), row * size);
    });
    const outputs = program.run(stepName.teacher(index), { images: chosen });
    const [logits, pooled] = [outputs.teacherLogits as Float32Array, outputs.teacherPooled as Float32Array];
    const channels = this.#width - this.#classes;
    missing.forEach((i, row) => {
      const record = records[i]!;
      record.set(logits.subarray(row * this.#classes, (row + 1) * this.#classes));
      record.set(pooled.subarray(row * channels, (row + 1) * channels), this.#classes);
      cache?.write(indices[i]!, outcomes[i]!, record);
    });
  }
}
