import type { Executor } from '../engine/program.ts';
import { serializeTensors } from '../engine/safetensors.ts';
import type { Variable } from '../engine/variable.ts';
import { writeWhole } from '../files.ts';
import { sha256 } from '../hash.ts';
import { toStored } from './weights.ts';

/**
 * Writes a trained network.
 * @param prefix before its variables' names
 * @returns the file's sha256
 * @throws Problem where it cannot be written
 */
export async function writeNetwork(
  path: string,
  program: Executor,
  variables: readonly Variable[],
  prefix: string,
): Promise<string> {
  const tensors = toStored(variables, program.read(variables), prefix);
  const bytes = serializeTensors({ tensors, metadata: { format: 'pt' } });
  await writeWhole(path, bytes);
  return sha256(bytes);
}
