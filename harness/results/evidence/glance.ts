import { readFile } from 'node:fs/promises';
import { jobFiles } from '../../job/folder.ts';
import { epochSchema, isMain } from '../../job/result.ts';
import type { FileFault } from '../job-folder.ts';
import type { Looked } from '../look.ts';

/** On a GPU two evaluations of the same network may differ by that many points. */
const tolerance = 0.1;

/** What the ends of metrics have against results. It is quick: `report` and `check` look at everything. */
export async function glance({ jobs, done }: Pick<Looked, 'jobs' | 'done'>): Promise<FileFault[]> {
  const faults: FileFault[] = [];
  for (const { id, folder } of jobs.filter((job) => done.has(job.id))) {
    const files = jobFiles(folder);
    const { accuracy } = done.get(id)!;
    const text = (await readFile(files.metrics, 'utf8').catch(() => '')).trimEnd();
    if (text === '') continue;
    const last = accuracyIn(text.slice(text.lastIndexOf('\n') + 1));
    if (last === undefined) faults.push({ file: files.metrics, why: "is damaged: its end is not an epoch's metrics" });
    else if (Math.abs(accuracy - last) > tolerance) {
      faults.push({ file: files.result, why: `says accuracy ${accuracy}, and metrics.jsonl ends with ${last}` });
    }
  }
  return faults;
}

function accuracyIn(line: string): number | undefined {
  try {
    const epoch = epochSchema.safeParse(JSON.parse(line)).data;
    return epoch && isMain(epoch) ? epoch.testAccuracy : undefined;
  } catch {
    return undefined;
  }
}
