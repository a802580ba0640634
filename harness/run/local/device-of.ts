import type { Slot } from './slots.ts';

/** What a slot runs on, for people: `CPU`, or `GPU 3` (of a UUID its first part). */
export function deviceOf({ gpu }: Slot): string {
  return gpu === undefined ? 'CPU' : `GPU ${gpu.replace(/^(GPU|MIG)-/, '').slice(0, 8)}`;
}
