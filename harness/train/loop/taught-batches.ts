import type { Batch } from '../../data/sets/batch.ts';
import type { StepCall, StepExecutor } from '../../model/engine/executor.ts';
import type { Values } from '../../model/engine/variable.ts';
import type { Taught, TeacherOutputs } from '../teacher/teacher-outputs.ts';

/** A batch, and what each teacher that is computed apart says about it. */
export interface TaughtBatch {
  batch: Batch;
  taught: readonly Taught[];
}

export interface TaughtBatchesOptions {
  program: StepExecutor;
  teachers: readonly TeacherOutputs[];
  /** The batch of a step; called for one step after the other. */
  take(step: number): Promise<Batch>;
  /** How many steps the stage has. */
  steps: number;
  /**
   * Do teachers see the next batch beside the step? A step leaves some of a CPU idle, which they take. Only where nothing that
   * they say is kept.
   */
  looksAhead: boolean;
}

/** The batches of a stage, each with what the teachers say about it. */
export class TaughtBatches {
  /** What was seen ahead. */
  #next: (TaughtBatch & { step: number }) | undefined;

  constructor(readonly options: TaughtBatchesOptions) {}

  /**
   * Runs a step on its batch.
   * @param callOf the call of the step
   */
  async run(
    step: number,
    callOf: (taught: TaughtBatch) => StepCall,
  ): Promise<{ batch: Batch; outputs: Record<string, Values> }> {
    const { program, teachers, take, steps, looksAhead } = this.options;
    const now = this.#next?.step === step ? this.#next : await this.#see(step);
    const call = callOf(now);
    if (!looksAhead) return { batch: now.batch, outputs: program.run(call.step, call.feeds) };
    // Behind the last one they see that one again, which takes less time than a graph without them takes to prepare.
    const batch = step + 1 < steps ? await take(step + 1) : now.batch;
    const seen = teachers.map((teacher) => teacher.whole(seenByTeachers(batch)));
    const [outputs, ...said] = program.runTogether([call, ...seen.map(({ call }) => call)]);
    this.#next = { step: step + 1, batch, taught: seen.map(({ taught }, i) => taught(said[i]!)) };
    return { batch: now.batch, outputs: outputs! };
  }

  async #see(step: number): Promise<TaughtBatch> {
    const { teachers, take } = this.options;
    const batch = await take(step);
    return { batch, taught: teachers.map((teacher) => teacher.of(seenByTeachers(batch))) };
  }
}

function seenByTeachers(batch: Batch): Batch {
  return { ...batch, images: batch.teacherImages ?? batch.images };
}
