import { z } from 'zod';

/**
 * What a network sees of each image (ours: the paper says no more than luminance and chrominance in Lab). `luminance` and
 * `chrominance` are the image in CIE Lab without its colours, or without its lightness; `upper` and `lower` are half of it.
 */
export const viewSchema = z.enum(['luminance', 'chrominance', 'upper', 'lower']);
export type View = z.infer<typeof viewSchema>;
