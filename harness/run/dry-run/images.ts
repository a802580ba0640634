import { trainingImages } from '../../data/sets/registry.ts';
import type { Dataset } from '../../job/dataset.ts';
import type { PlannedJob } from '../../suite/plan.ts';

/** How many images of a data set there are to train on; undefined where that is not known. */
export type Images = (dataset: Dataset) => number | undefined;

/** Of all that jobs read. */
export async function imagesOf(jobs: readonly Pick<PlannedJob, 'configuration'>[]): Promise<Images> {
  const counts = new Map<string, number | undefined>();
  for (const { configuration } of jobs) {
    const { dataset } = configuration;
    const key = JSON.stringify(dataset);
    if (!counts.has(key)) counts.set(key, await trainingImages(dataset));
  }
  return (dataset) => counts.get(JSON.stringify(dataset));
}
