import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jobFiles } from '../../harness/job/folder.ts';
import { type Result, resultSchema } from '../../harness/job/result.ts';
import { type Event, eventSchema } from '../../harness/results/journal/events.ts';

/** The results of the suite digits in a folder of results, by the names of the jobs' folders. */
export async function resultsIn(results: string): Promise<Map<string, Result>> {
  const jobs = join(results, 'digits/jobs');
  const found = new Map<string, Result>();
  for (const name of (await readdir(jobs)).toSorted()) {
    const text = await readFile(jobFiles(join(jobs, name)).result, 'utf8');
    found.set(name, resultSchema.parse(JSON.parse(text)));
  }
  return found;
}

/** What happened to the suite digits in a folder of results. */
export async function eventsIn(results: string): Promise<Event[]> {
  const lines = (await readFile(join(results, 'digits/events.jsonl'), 'utf8')).trim().split('\n');
  return lines.map((line) => eventSchema.parse(JSON.parse(line)));
}

/** The jobs whose weights differ between two folders of results, or that only one of them has. */
export function differing(a: ReadonlyMap<string, Result>, b: ReadonlyMap<string, Result>): string[] {
  const names = new Set([...a.keys(), ...b.keys()]);
  return [...names].filter((name) => a.get(name)?.weights !== b.get(name)?.weights);
}

/** The jobs that were not trained on the device that was asked for. */
export function elsewhere(results: ReadonlyMap<string, Result>, device: 'gpu' | 'cpu'): string[] {
  return [...results].flatMap(([name, { environment }]) =>
    (environment.device === 'GPU') === (device === 'gpu') ? [] : [name],
  );
}
