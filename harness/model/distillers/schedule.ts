import { z } from 'zod';
import { counted } from '../../base/counted.ts';

/** How a weight changes from epoch to epoch. */
export const scheduleSchema = z.strictObject({
  /**
   * A warm-up rises to all of the weight in the epoch of that number: a linear one from `1 / epochs` of it in the first epoch, a
   * cosine one more slowly at first (Li et al., "Curriculum temperature for knowledge distillation", AAAI 2023). A decay
   * begins with all of it, and is 0 after that epoch. Steps up and down are a tenth, a half, all, a half and a tenth of it (Liu
   * et al., "NORM: Knowledge distillation via N-to-one representation matching", ICLR 2023).
   */
  shape: z.enum(['linear warm-up', 'cosine warm-up', 'linear decay', 'cosine decay', 'steps up and down']),
  epochs: z.int().positive(),
});
export type Schedule = z.infer<typeof scheduleSchema>;

/** Which share of the weight counts in an epoch, counted from 1. */
export function shareIn({ shape, epochs }: Schedule, epoch: number): number {
  if (shape === 'linear warm-up') return Math.min(epoch / epochs, 1);
  if (shape === 'cosine warm-up') return (1 - Math.cos(Math.PI * Math.min(epoch / epochs, 1))) / 2;
  const over = Math.min((epoch - 1) / epochs, 1);
  if (shape === 'steps up and down') return stepAt(over);
  return shape === 'linear decay' ? 1 - over : (1 + Math.cos(Math.PI * over)) / 2;
}

/** Of 240 epochs the steps begin with the numbers 1, 11, 21, 181 and 211. */
function stepAt(over: number): number {
  if (over < 2 / 24) return over < 1 / 24 ? 0.1 : 0.5;
  if (over < 18 / 24) return 1;
  return over < 21 / 24 ? 0.5 : 0.1;
}

/** `linear warm-up over 20 epochs`. */
export function scheduleText({ shape, epochs }: Schedule): string {
  return `${shape} over ${counted(epochs, 'epoch')}`;
}
