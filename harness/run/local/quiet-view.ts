import { paint } from './paint.ts';
import { sentenceFor } from './sentence.ts';
import type { ProgressView } from './view.ts';

/** Reports only failures. */
export function quietView(stream: NodeJS.WritableStream): ProgressView {
  return {
    event(event) {
      if (event.event === 'failed' || event.event === 'skipped')
        stream.write(`${paint(event, sentenceFor(event), stream)}\n`);
    },
    refresh() {},
    close() {},
  };
}
