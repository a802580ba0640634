import { counted } from '../../base/counted.ts';
import type { Event } from '../../results/journal/events.ts';
import type { ResumePoint } from './epochs.ts';
import { duration, percent } from './progress-lines.ts';

/** An event in words, for people; a line of a log. */
export function sentenceFor(event: Event): string {
  switch (event.event) {
    case 'run started':
      return `run started on ${event.host}: ${event.done} of ${counted(event.jobs, 'job')} done`;
    case 'run ended':
      return `run ended with exit code ${event.exitCode}`;
    case 'submitted':
      return `submitted: array ${event.array} of ${counted(event.tasks.length, 'job')}`;
    case 'started':
      return `started: ${event.label}${event.attempt > 1 ? `, try ${event.attempt}` : ''}${fromText(event.from)}`;
    case 'done': {
      const retried = event.attempt !== undefined && event.attempt > 1 ? `, on try ${event.attempt}` : '';
      return `done: ${event.label}, test accuracy ${percent(event.accuracy)}, in ${duration(event.seconds)}${retried}`;
    }
    case 'failed': {
      const again = event.retryAfter === undefined ? '' : ` It is tried again in ${duration(event.retryAfter)}.`;
      return `failed: ${event.label}: ${event.reason}.${again}`;
    }
    case 'stopped':
      return `stopped: ${event.label}`;
    case 'skipped':
      return `skipped: ${event.label}, as ${event.because}`;
  }
}

/** `, from epoch 7`; nothing where it begins. */
function fromText(from: ResumePoint | undefined): string {
  if (!from) return '';
  return `, from epoch ${from.epoch}${from.stage === 'first' ? ' of its first stage' : ''}`;
}
