import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** `heartbeat.json` in a job's folder: how far along its process is, rewritten while it works and gone when it is done. */
export const heartbeatSchema = z.strictObject({
  /** Counted from 1 in each process. Who waits for the next one need trust no clock. */
  beat: z.int().positive(),
  pid: z.int().positive(),
  host: z.string(),
  /** `GPU`, or the processor's name. */
  device: z.string(),
  /** Is it a method's first stage? */
  stage: z.enum(['first', 'main']),
  /** Counted from 1, in the stage. */
  epoch: z.int().positive(),
  /** Steps of the epoch that are over, and all that it has. */
  step: z.int().min(0),
  steps: z.int().positive(),
  /** Mean over the epoch's images so far; absent before the first. */
  loss: z.number().optional(),
  /** Per cent of the test images, after the last epoch that has one. */
  testAccuracy: z.number().optional(),
  /** Over the last seconds; absent before anything was measured. */
  imagesASecond: z.number().optional(),
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

/** A process's last heartbeat; undefined where there is none, or where it is being written just now. */
export async function readHeartbeat(file: string): Promise<Heartbeat | undefined> {
  try {
    return heartbeatSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
