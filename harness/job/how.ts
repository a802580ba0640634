import { z } from 'zod';

/** How a trained network is transferred to another data set, or to another task on it. */
export const howSchema = z.enum(['linear probe', 'fine-tuning', 'segmentation']);
export type How = z.infer<typeof howSchema>;
