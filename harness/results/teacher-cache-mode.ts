import { z } from 'zod';

/**
 * How a measured job uses a teacher cache: not at all; an empty one, which it fills as it goes; or one that a job which
 * took the same steps has filled.
 */
export const teacherCacheModeSchema = z.enum(['off', 'cold', 'warm']);
export type TeacherCacheMode = z.infer<typeof teacherCacheModeSchema>;
