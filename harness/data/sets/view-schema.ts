import { z } from 'zod';

/**
 * What a network sees of each image (ours: the paper says no more than luminance and chrominance in Lab). `luminance` and
 * `chrominance` are the image in CIE Lab without its colours, or without its lightness; `upper` and `lower` are half of it;
 * `depth` is how far away what it shows is, and nothing of the image itself: of data sets that have measured it.
 */
export const viewSchema = z.enum(['luminance', 'chrominance', 'upper', 'lower', 'depth']);
export type View = z.infer<typeof viewSchema>;
