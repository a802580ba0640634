import { counted } from '../../base/counted.ts';
import type { Evidence } from './evidence.ts';

/** `36 of 45 jobs are done, 1 failed, 8 are waiting or running.` */
export function progressOf({ jobs, done, failures }: Pick<Evidence, 'jobs' | 'done' | 'failures'>): string {
  const finished = jobs.filter(({ id }) => done.has(id)).length;
  if (finished === jobs.length) return `All ${counted(finished, 'job')} are done.`;
  const failed = jobs.filter(({ id }) => failures.has(id)).length;
  const waiting = jobs.length - finished - failed;
  const rest = [
    failed > 0 ? `${grouped(failed)} failed` : [],
    waiting > 0 ? `${grouped(waiting)} ${waiting === 1 ? 'is' : 'are'} waiting or running` : [],
  ].flat();
  return `${grouped(finished)} of ${counted(jobs.length, 'job')} are done, ${rest.join(', ')}.`;
}

const grouped = (count: number) => count.toLocaleString('en-GB');
