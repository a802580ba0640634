import { z } from 'zod';

/** How a weight of the loss changes from epoch to epoch; a weight without a schedule is constant. */
export const weightScheduleSchema = z.strictObject({
  /**
   * A warm-up rises to all of the weight in the epoch of that number: a linear one from `1 / epochs` of it in the first epoch, a
   * cosine one more slowly at first (Li et al., "Curriculum temperature for knowledge distillation", AAAI 2023). A decay
   * begins with all of it, and is 0 after that epoch.
   */
  shape: z.enum(['linear warm-up', 'cosine warm-up', 'linear decay', 'cosine decay']),
  epochs: z.int().positive(),
});
export type WeightSchedule = z.infer<typeof weightScheduleSchema>;

/** Which weights have one. */
export const weightSchedulesSchema = z.strictObject({
  gamma: weightScheduleSchema.optional(),
  alpha: weightScheduleSchema.optional(),
  beta: weightScheduleSchema.optional(),
});
export type WeightSchedules = z.infer<typeof weightSchedulesSchema>;
export type WeightName = keyof WeightSchedules;

/** The weights that have a schedule. */
export function scheduledWeights(schedules: WeightSchedules = {}): WeightName[] {
  return (['gamma', 'alpha', 'beta'] as const).filter((name) => schedules[name]);
}

/** Which share of the weight counts in an epoch, counted from 1. */
export function shareIn({ shape, epochs }: WeightSchedule, epoch: number): number {
  if (shape === 'linear warm-up') return Math.min(epoch / epochs, 1);
  if (shape === 'cosine warm-up') return (1 - Math.cos(Math.PI * Math.min(epoch / epochs, 1))) / 2;
  const over = Math.min((epoch - 1) / epochs, 1);
  return shape === 'linear decay' ? 1 - over : (1 + Math.cos(Math.PI * over)) / 2;
}

/** The weights that have a schedule, as they are in an epoch. */
export function weightsIn(
  weights: Record<WeightName, number> & { schedules?: WeightSchedules | undefined },
  epoch: number,
): Partial<Record<WeightName, number>> {
  const { schedules = {} } = weights;
  const entries = scheduledWeights(schedules).map((name) => [name, weights[name] * shareIn(schedules[name]!, epoch)]);
  return Object.fromEntries(entries);
}

/** The same schedules in other numbers of epochs. */
export function mapEpochs(schedules: WeightSchedules, change: (epochs: number) => number): WeightSchedules {
  const entries = scheduledWeights(schedules).map((name) => {
    const { shape, epochs } = schedules[name]!;
    return [name, { shape, epochs: change(epochs) }];
  });
  return Object.fromEntries(entries);
}

/** `linear warm-up over 20 epochs`. */
export function scheduleText({ shape, epochs }: WeightSchedule): string {
  return `${shape} over ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`;
}

/** `beta: linear warm-up over 20 epochs`, for each weight that has one. */
export function schedulesText(schedules: WeightSchedules = {}): string {
  return scheduledWeights(schedules)
    .map((name) => `${name}: ${scheduleText(schedules[name]!)}`)
    .join(', ');
}
