import { z } from 'zod';

/** The environment variable by which jobs are told what their teacher caches may take: a `TeacherCacheSetting` in JSON. */
export const teacherCacheVariable = 'REDISTILL_TEACHER_CACHE';

export const teacherCacheSettingSchema = z.strictObject({
  /** On the disk, for the caches of all teachers; 0 for none. */
  bytes: z.int().min(0),
  /** How many teachers a suite has: each has the same part. */
  teachers: z.int().positive(),
});
export type TeacherCacheSetting = z.infer<typeof teacherCacheSettingSchema>;
