import { z } from 'zod';

/** What the cells of a table hold: of the test images after the last epoch, in per cent. An error is 100 minus the accuracy. */
export const metricSchema = z.enum(['top-1 accuracy', 'top-5 accuracy', 'top-1 error', 'top-5 error']);
export type Metric = z.infer<typeof metricSchema>;

/** What tables hold that say nothing else. */
export const usualMetric: Metric = 'top-1 accuracy';

/** Accuracies in per cent; that of the top 5 is not in what earlier versions wrote. */
interface Accuracies {
  accuracy: number;
  top5Accuracy?: number | undefined;
}

/** What a metric makes of accuracies; undefined where the one that it wants is not there. */
export function metricOf(metric: Metric, accuracies: Accuracies | undefined): number | undefined {
  const wanted = isTop1(metric) ? accuracies?.accuracy : accuracies?.top5Accuracy;
  return isError(metric) && wanted !== undefined ? 100 - wanted : wanted;
}

/** Is less of it better? */
export function isError(metric: Metric): boolean {
  return metric.endsWith('error');
}

/** A metric's value as an error. */
export function errorOf(metric: Metric, value: number): number {
  return isError(metric) ? value : 100 - value;
}

/** Does an image count only where the class that scores highest is its own? */
export function isTop1(metric: Metric): boolean {
  return metric.startsWith('top-1');
}

/** Two things in the order in which one is subtracted from the other, so that what comes out is by how much ours is better. */
export function inOrderOfGain<Thing>(metric: Metric, ours: Thing, theirs: Thing): [Thing, Thing] {
  return isError(metric) ? [theirs, ours] : [ours, theirs];
}

/** By how many points one value is better than another. */
export function gainOf(metric: Metric, ours: number, theirs: number): number {
  const [more, less] = inOrderOfGain(metric, ours, theirs);
  return more - less;
}
