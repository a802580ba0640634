import type { BothSides } from './both-sides.ts';
import type { OurTeacher } from './our-side.ts';

/** A teacher whose accuracy both sides have measured, on the same weights. */
export interface TeacherComparison {
  network: string;
  ours: number;
  theirs: number;
  outcome: 'differs' | 'agrees';
}

/** Of so many test images two kinds of arithmetic may see classes that lie too near each other differently. */
const ties = 2;

/**
 * Do both sides measure the same accuracy of the same weights? But for a test image or two.
 * @param theirs as RepDistiller measured it, before each of its trainings
 * @param step what a test image is of an accuracy
 */
export function teacherComparison(
  { network, accuracy: ours }: Pick<OurTeacher, 'network' | 'accuracy'>,
  theirs: readonly number[],
  step: number,
): TeacherComparison {
  const furthest = theirs.reduce((far, one) => (Math.abs(one - ours) > Math.abs(far - ours) ? one : far));
  const isSame = Math.abs(furthest - ours) < (ties + 0.5) * step;
  return { network, ours, theirs: furthest, outcome: isSame ? 'agrees' : 'differs' };
}

/** Each teacher once. */
export function teacherComparisons({ cells, ours, theirs }: BothSides, step: number): TeacherComparison[] {
  const measured = new Map<string, { teacher: OurTeacher; accuracies: number[] }>();
  for (const [index, cell] of cells.entries()) {
    const teacher = ours.teacherOf(cell);
    if (!teacher) continue;
    const accuracies = measured.get(teacher.weights)?.accuracies ?? [];
    accuracies.push(...theirs[index]!.flatMap(({ teacherAccuracy }) => teacherAccuracy ?? []));
    measured.set(teacher.weights, { teacher, accuracies });
  }
  return Array.from(measured.values(), ({ teacher, accuracies }) => teacherComparison(teacher, accuracies, step));
}
