import { z } from 'zod';

/** Every network, by the name that the reference gives it. */
export const networkSchema = z.enum([
  'resnet8',
  'resnet14',
  'resnet20',
  'resnet32',
  'resnet44',
  'resnet56',
  'resnet110',
  'resnet8x4',
  'resnet32x4',
]);
export type NetworkName = z.infer<typeof networkSchema>;
