import { existsSync } from 'node:fs';
import { writeWhole } from '../../base/files/files.ts';
import { Problem } from '../../base/problem.ts';
import { jobFiles } from '../../job/folder.ts';
import type { Untested } from '../../job/result.ts';
import { parseTensors, serializeTensors } from '../../model/engine/safetensors.ts';
import { readUntested } from '../../results/imported.ts';
import { type KeptWeights, readDone, readKeptWeights } from '../../train/job/done.ts';

/** A network whose accuracy is known, unless it was imported and not tested yet. */
export interface Exported extends Untested {
  accuracy?: number;
}

/**
 * Writes a job's network as a safetensors file with PyTorch's names and layouts, which `load_state_dict(strict=True)` takes.
 * The file's metadata say which network it is, how good, and by which job.
 * @param folder of a job that is done: a teacher, be it imported or trained here, or a student
 * @throws Problem where there is no such job, its weights are damaged, or `to` is there already
 */
export async function exportWeights(folder: string, to: string): Promise<Exported> {
  const { network, weights, path } = await readNetwork(folder);
  if (existsSync(to)) throw new Problem(`${to} is there already`, 'Remove it, or give another name with --to');
  const { tensors } = parseTensors(weights, path);
  const { id, label, configuration } = network.job;
  const metadata = {
    format: 'pt',
    job: id,
    label,
    network: configuration.network,
    dataset: JSON.stringify(configuration.dataset),
    ...(network.accuracy !== undefined && { accuracy: String(network.accuracy) }),
  };
  await writeWhole(to, serializeTensors({ tensors, metadata }));
  return network;
}

async function readNetwork(folder: string): Promise<{ network: Exported } & KeptWeights> {
  const untested = existsSync(jobFiles(folder).result) ? undefined : await readUntested(folder);
  if (untested) return { network: untested, ...(await readKeptWeights(folder, untested.weights)) };
  const { result, ...kept } = await readDone(folder);
  return { network: result, ...kept };
}
