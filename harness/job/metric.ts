import { z } from 'zod';

/**
 * What the cells of a table hold: of the test images after the last epoch, in per cent. An error is 100 minus the accuracy. The last
 * two are of pixels, where jobs classify those: the share that is classified rightly, and mean intersection over union.
 */
export const metricSchema = z.enum([
  'top-1 accuracy',
  'top-5 accuracy',
  'top-1 error',
  'top-5 error',
  'pixel accuracy',
  'mean IoU',
]);
export type Metric = z.infer<typeof metricSchema>;

/** What tables hold that say nothing else. */
export const usualMetric: Metric = 'top-1 accuracy';

/** In per cent; the top 5's is not in what earlier versions wrote, and the last is of pixels alone. */
interface Accuracies {
  accuracy: number | undefined;
  top5Accuracy?: number | undefined;
  meanIoU?: number | undefined;
}

/** What a metric makes of accuracies; undefined where the one that it wants is not there. */
export function metricOf(metric: Metric, accuracies: Accuracies | undefined): number | undefined {
  if (metric === 'mean IoU') return accuracies?.meanIoU;
  const wanted = isFirst(metric) ? accuracies?.accuracy : accuracies?.top5Accuracy;
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

/** Is it the first thing that is said about a network? Other metrics are of the same jobs, which are to count once. */
export function isFirst(metric: Metric): boolean {
  return metric.startsWith('top-1') || metric === 'pixel accuracy';
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
