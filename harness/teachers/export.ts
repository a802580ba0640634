import { existsSync } from 'node:fs';
import { parseTensors, serializeTensors } from '../engine/safetensors.ts';
import { writeWhole } from '../files.ts';
import type { Result } from '../job/result.ts';
import { Problem } from '../problem.ts';
import { readDone } from '../train/done.ts';

/**
 * Writes a job's network as a safetensors file with PyTorch's names and layouts, which `load_state_dict(strict=True)` takes.
 * The file's metadata say which network it is, how good, and by which job.
 * @param folder of a job that is done: a teacher, be it imported or trained here, or a student
 * @throws Problem where there is no such job, its weights are damaged, or `to` is there already
 */
export async function exportWeights(folder: string, to: string): Promise<Result> {
  const { result, weights, path } = await readDone(folder);
  if (existsSync(to)) throw new Problem(`${to} is there already`, 'Remove it, or give another name with --to');
  const { tensors } = parseTensors(weights, path);
  const { id, label, configuration } = result.job;
  const metadata = {
    format: 'pt',
    job: id,
    label,
    network: configuration.network,
    dataset: JSON.stringify(configuration.dataset),
    accuracy: String(result.accuracy),
  };
  await writeWhole(to, serializeTensors({ tensors, metadata }));
  return result;
}
