import type { Result } from '../../../job/result.ts';
import type { Evidence } from '../../../results/evidence/evidence.ts';
import type { Grid } from '../page-data.ts';
import { grouped } from './number-text.ts';

/** On what the jobs ran, and when. */
export function environmentGrid({ done, histories }: Pick<Evidence, 'done' | 'histories'>): Grid {
  const groups = new Map<string, Result[]>();
  for (const result of done.values()) {
    const key = JSON.stringify(result.environment);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return {
    id: 'environment',
    title: 'Versions and machines',
    columns: [
      { name: 'Device' },
      { name: 'Threads', numeric: true },
      ...['Redistill', 'Node', 'TensorFlow'].map((name) => ({ name })),
      { name: 'Jobs', numeric: true },
      { name: 'Hours', numeric: true },
      { name: 'Ended' },
    ],
    rows: [...groups.values()].map((results) => {
      const { device, threads, redistill, node, tensorflow } = results[0]!.environment;
      const hours = results.reduce((sum, { seconds }) => sum + seconds, 0) / 3600;
      return [
        { text: device },
        { text: String(threads), value: threads },
        ...[redistill, node, tensorflow].map((text) => ({ text })),
        { text: grouped(results.length), value: results.length },
        { text: hours.toLocaleString('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 }), value: hours },
        { text: endsOf(results, histories) },
      ];
    }),
  };
}

/** `2026-01-01 to 2026-01-03`, as far as the journal knows. */
function endsOf(results: readonly Result[], histories: Evidence['histories']): string {
  const days = results.flatMap(({ job }) => histories.get(job.id)?.last.at.slice(0, 10) ?? []).toSorted();
  const [first, last] = [days[0], days.at(-1)];
  return first === undefined ? 'not noted' : first === last ? first : `${first} to ${last}`;
}
