import { z } from 'zod';

/** How a trained network is transferred to another data set. */
export const howSchema = z.enum(['linear probe', 'fine-tuning']);
export type How = z.infer<typeof howSchema>;
