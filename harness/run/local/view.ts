import type { Event } from '../../results/journal/events.ts';

/** How the progress is shown. */
export interface ProgressView {
  /** Something happened. */
  event(event: Event): void;
  /** The progress has changed. */
  refresh(): void;
  /** Nothing more is coming. */
  close(): void;
}
