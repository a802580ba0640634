import type { Values } from '../engine/variable.ts';
import { exitCode, Problem } from '../problem.ts';
import { shown } from '../shown.ts';
import { hasLegacyForm, readLegacyForm } from './legacy-form.ts';
import { noCheckpoint } from './problems.ts';
import { stateDictIn } from './state-dict.ts';
import { valuesOf } from './tensor.ts';
import { hasZipForm, readZipForm } from './zip-form.ts';

/** A tensor of a checkpoint, whose values are read when they are asked for. */
export interface SavedTensor {
  shape: readonly number[];
  /**
   * The values in C order, floats in float32 and integers in int32.
   * @throws Problem where the file is damaged, or an integer does not fit
   */
  read(): Values;
}

/** Is it what `torch.save` writes, in either of its forms? */
export function isCheckpoint(bytes: Buffer): boolean {
  return hasZipForm(bytes) || hasLegacyForm(bytes);
}

/**
 * The weights in a file that `torch.save` wrote: a network's `state_dict`, bare or among what a training program saves
 * beside it. Both forms are read, that of PyTorch 1.6 and later and the one before; nothing in the file is run.
 * @param bytes the whole file; no copy is made of it
 * @param source the file's name, for messages
 * @throws Problem where it is none, is damaged, holds no weights, or names what weights do not need
 */
export async function readCheckpoint(bytes: Buffer, source: string): Promise<Map<string, SavedTensor>> {
  if (!isCheckpoint(bytes)) {
    throw noCheckpoint(source, bytes.length === 0 ? 'it is empty' : 'it begins as neither of its forms does');
  }
  const { value, bytesOf } = hasZipForm(bytes) ? await readZipForm(bytes, source) : readLegacyForm(bytes, source);
  return new Map(
    Array.from(stateDictIn(value, source), ([name, tensor]) => [
      name,
      {
        shape: tensor.shape,
        read() {
          const values = valuesOf(tensor, bytesOf(tensor.storage));
          if (values) return values;
          throw new Problem(
            `In ${source} the tensor "${shown(name)}" holds an integer of more than 32 bits`,
            'Take a file of a network that is known here',
            exitCode.data,
          );
        },
      },
    ]),
  );
}
