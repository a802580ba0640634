import { exitCode, Problem } from '../../base/problem.ts';
import { readMetrics } from '../../job/read-metrics.ts';
import { isMain } from '../../job/result.ts';
import type { MeasuredQuantities } from './quantity.ts';
import type { ReferenceTrial } from './trial.ts';

/** The trainings of a cell's students on one side: a list a trial, with a value an epoch. */
export interface History {
  accuracies: number[][];
  losses: number[][];
}

/** The result of a student's training, and how it went. */
export interface Course {
  last: MeasuredQuantities;
  accuracies: number[];
  losses: number[];
}

/** @throws Problem where the job's metrics are not whole */
export async function ourCourse(folder: string): Promise<Course> {
  const epochs = (await readMetrics(folder)).epochs.filter(isMain);
  const last = epochs.at(-1);
  if (last?.weightNorm === undefined) {
    const message = `the metrics in ${folder} are damaged, or of an earlier version`;
    throw new Problem(message, 'Move the folder away, then start again', exitCode.data);
  }
  return {
    last: { accuracy: last.testAccuracy, loss: last.loss, weightNorm: last.weightNorm },
    accuracies: epochs.map(({ testAccuracy }) => testAccuracy),
    losses: epochs.map(({ loss }) => loss),
  };
}

export function theirCourse({ epochs, weightNorm }: ReferenceTrial): Course {
  const last = epochs.at(-1)!;
  return {
    last: { accuracy: last.test_acc, loss: last.train_loss, weightNorm },
    accuracies: epochs.map(({ test_acc }) => test_acc),
    losses: epochs.map(({ train_loss }) => train_loss),
  };
}

export function meanHistory(courses: readonly Course[]): History {
  return {
    accuracies: courses.map(({ accuracies }) => accuracies),
    losses: courses.map(({ losses }) => losses),
  };
}
