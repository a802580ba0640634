import { z } from 'zod';
import { trainingSchema } from '../../../job/job.ts';
import { teacherCacheModeSchema } from '../../../results/teacher-cache-mode.ts';

/** What the process that trains is told, as JSON. */
export const trainingProcessSchema = z.strictObject({
  configuration: trainingSchema,
  /** How many training images there are. */
  images: z.int().positive(),
  stepsARound: z.int().positive(),
  /** Absent where the cache is off. */
  teacherCache: z.strictObject({ mode: teacherCacheModeSchema.exclude(['off']), folder: z.string() }).optional(),
});
export type TrainingProcess = z.infer<typeof trainingProcessSchema>;
