import { z } from 'zod';
import { scheduleSchema, scheduleText, shareIn } from '../model/distillers/schedule.ts';

/** Which weights of the loss have a schedule; the others are constant. */
export const weightSchedulesSchema = z.strictObject({
  gamma: scheduleSchema.optional(),
  alpha: scheduleSchema.optional(),
  beta: scheduleSchema.optional(),
});
export type WeightSchedules = z.infer<typeof weightSchedulesSchema>;
export type WeightName = keyof WeightSchedules;

/** The weights that have a schedule. */
export function scheduledWeights(schedules: WeightSchedules = {}): WeightName[] {
  return (['gamma', 'alpha', 'beta'] as const).filter((name) => schedules[name]);
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

/** `beta: linear warm-up over 20 epochs`, for each weight that has one. */
export function schedulesText(schedules: WeightSchedules = {}): string {
  return scheduledWeights(schedules)
    .map((name) => `${name}: ${scheduleText(schedules[name]!)}`)
    .join(', ');
}
