import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { cannotWrite, writeWhole } from '../base/files/files.ts';
import { makeFolder } from '../base/files/make-folder.ts';
import { type NetworkName, networkSchema } from '../job/network.ts';

/** How fast a machine trains, when as many jobs run at once as it has room for. */
export const speedSchema = z.strictObject({
  date: z.iso.date(),
  /** `GPU`, or the processor's name. */
  device: z.string(),
  /** How many jobs ran at once, and the threads of each. */
  jobs: z.int().positive(),
  threads: z.int().positive(),
  /** By network: multiply-accumulates a second of one job's training step. */
  rates: z.partialRecord(networkSchema, z.number().positive()),
});
export type MachineSpeed = z.infer<typeof speedSchema>;

/** Multiply-accumulates a second for a network: its own rate, or the mean of all where it was not measured. */
export function multiplyAccumulatesPerSecond({ rates }: MachineSpeed, network: NetworkName): number {
  const all = Object.values(rates);
  return rates[network] ?? all.reduce((sum, rate) => sum + rate, 0) / all.length;
}

const fileIn = (results: string) => join(results, 'bench.json');

/**
 * @param results the folder for all that runs produce, which is made where needed
 * @returns the path of the file in it
 * @throws Problem where it cannot be written
 */
export async function writeSpeed(speed: MachineSpeed, results: string): Promise<string> {
  await makeFolder(results).catch((cause) => {
    throw cannotWrite(results, cause);
  });
  await writeWhole(fileIn(results), `${JSON.stringify(speed, undefined, 2)}\n`);
  return fileIn(results);
}

/** What was measured last; undefined where nothing was, or where it cannot be read: it is only for estimates. */
export async function readSpeed(results: string): Promise<MachineSpeed | undefined> {
  try {
    return speedSchema.parse(JSON.parse(await readFile(fileIn(results), 'utf8')));
  } catch {
    return undefined;
  }
}
