import { readFile } from 'node:fs/promises';
import { cannotRead } from '../base/files/files.ts';
import { isSystemError } from '../base/problem.ts';
import { jobFiles } from './folder.ts';
import { type Epoch, epochSchema } from './result.ts';

/** What a job's `metrics.jsonl` holds. */
export interface Metrics {
  /** The epochs that are over, those of a first stage included; none where there is no file. */
  epochs: Epoch[];
  /** The numbers of the lines that are no epochs, counted from 1. */
  damaged: number[];
}

/**
 * Reads a job's metrics.
 * @throws Problem where the file is there and cannot be read
 */
export async function readMetrics(folder: string): Promise<Metrics> {
  const file = jobFiles(folder).metrics;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT', 'ENOTDIR')) return { epochs: [], damaged: [] };
    throw cannotRead(file, cause);
  }
  const metrics: Metrics = { epochs: [], damaged: [] };
  text.split('\n').forEach((line, index) => {
    if (line === '') return;
    const epoch = epochIn(line);
    if (epoch) metrics.epochs.push(epoch);
    else metrics.damaged.push(index + 1);
  });
  return metrics;
}

function epochIn(line: string): Epoch | undefined {
  try {
    return epochSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
