import { coloured } from '../../base/terminal/colour.ts';
import type { Event } from '../../results/journal/events.ts';

const colours: Partial<Record<Event['event'], 'green' | 'red' | 'yellow'>> = {
  done: 'green',
  failed: 'red',
  stopped: 'yellow',
  skipped: 'yellow',
};

/** An event's sentence with its first word in colour, where the stream shows colours. */
export function paint({ event }: Event, sentence: string, stream: NodeJS.WritableStream): string {
  const colour = colours[event];
  return colour ? sentence.replace(/^\w+/, (word) => coloured(colour, word, stream)) : sentence;
}
