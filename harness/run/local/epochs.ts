import { existsSync } from 'node:fs';
import { jobFiles } from '../../job/folder.ts';
import { type Configuration, epochsOf, firstStageEpochs } from '../../job/job.ts';
import { readMetrics } from '../../job/read-metrics.ts';
import type { Epoch } from '../../job/result.ts';
import type { PlacedJob } from '../../results/job-folder.ts';

/** The epochs of a job that are over, those of a first stage included; what cannot be read is left out. */
export async function epochsIn({ folder }: Pick<PlacedJob, 'folder'>): Promise<Epoch[]> {
  const { epochs } = await readMetrics(folder).catch(() => ({ epochs: [] }));
  return epochs;
}

/** Where a job goes on. */
export interface ResumePoint {
  stage: 'first' | 'main';
  /** Counted from 1, in the stage. */
  epoch: number;
}

/** Where a job continues from its checkpoint; undefined where it has none, and begins. */
export async function resumePoint(job: Pick<PlacedJob, 'folder' | 'configuration'>): Promise<ResumePoint | undefined> {
  const { checkpoint, previousCheckpoint } = jobFiles(job.folder);
  if (![checkpoint, previousCheckpoint].some((file) => existsSync(file))) return undefined;
  return pointAfter((await epochsIn(job)).length, job.configuration);
}

/** @param over how many epochs are, of all stages */
function pointAfter(over: number, configuration: Configuration): ResumePoint {
  const first = firstStageEpochs(configuration);
  const epoch = Math.min(over + 1, epochsOf(configuration));
  return epoch > first ? { stage: 'main', epoch: epoch - first } : { stage: 'first', epoch };
}
