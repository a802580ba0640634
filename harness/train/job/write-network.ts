import { writeWhole } from '../../base/files/files.ts';
import { sha256 } from '../../base/files/hash.ts';
import type { StepExecutor } from '../../model/engine/executor.ts';
import { serializeTensors } from '../../model/engine/safetensors.ts';
import type { TrainedNetwork } from '../learner/learner.ts';
import { toStored } from '../loop/weights.ts';

/**
 * Writes a trained network.
 * @returns the file's sha256
 * @throws Problem where it cannot be written
 */
export async function writeNetwork(
  path: string,
  program: StepExecutor,
  { variables, prefix }: Pick<TrainedNetwork, 'variables' | 'prefix'>,
): Promise<string> {
  const tensors = toStored(variables, program.read(variables), prefix);
  const bytes = serializeTensors({ tensors, metadata: { format: 'pt' } });
  await writeWhole(path, bytes);
  return sha256(bytes);
}
