import { exitCode, Problem } from '../../base/problem.ts';
import { shown } from '../../base/shown.ts';
import type { Values } from '../../model/engine/variable.ts';
import { dictionariesIn, keyText } from './dictionaries.ts';
import { hasLegacyForm, readLegacyForm } from './legacy-form.ts';
import { otherFile } from './other-files.ts';
import { noCheckpoint, noTensors } from './problems.ts';
import type { Storage } from './storage.ts';
import { type TorchTensor, valuesOf } from './tensor.ts';
import { Unreadable } from './unreadable.ts';
import { hasZipForm, readZipForm } from './zip-form.ts';

/** A tensor of a checkpoint, whose values are read when they are asked for. */
export interface SavedTensor {
  /** Reading it throws a Problem where it is of a kind that is not read, and the file does not say it. */
  readonly shape: readonly number[];
  /**
   * The values in C order, floats in float32 and integers in int32.
   * @throws Problem where the file is damaged, an integer does not fit, or it is of a kind that is not read
   */
  read(): Values;
}

/** Tensors that stand together in a file, such as a network's `state_dict`. */
export interface SavedTensors {
  /** The names that lead to them, with dots between, such as `checkpoint.model`; empty for what was saved itself. */
  place: string;
  tensors: Map<string, SavedTensor>;
}

/** Is it what `torch.save` writes, in either of its forms? */
export function isCheckpoint(bytes: Buffer): boolean {
  return hasZipForm(bytes) || hasLegacyForm(bytes);
}

/**
 * All tensors in a file that `torch.save` wrote, by the dictionaries in which they stand. Both forms are read, that of PyTorch
 * 1.6 and later and the one before; nothing in the file is run.
 * @param bytes the whole file; no copy is made of it
 * @param source the file's name, for messages
 * @throws Problem where it is none, is damaged, holds no tensors, or names what weights do not need
 */
export async function readTorchCheckpoint(bytes: Buffer, source: string): Promise<SavedTensors[]> {
  if (!isCheckpoint(bytes)) {
    const { what, cure } = otherFile(bytes);
    throw noCheckpoint(source, what, cure);
  }
  const { value, bytesOf } = hasZipForm(bytes) ? await readZipForm(bytes, source) : readLegacyForm(bytes, source);
  const dictionaries = dictionariesIn(value);
  if (dictionaries.length === 0) throw noTensors(source, whatIsIn(value));
  return dictionaries.map(({ place, tensors }) => ({
    place,
    tensors: new Map(Array.from(tensors, ([name, tensor]) => [name, savedTensor(tensor, { name, source, bytesOf })])),
  }));
}

interface Where {
  name: string;
  source: string;
  bytesOf(storage: Storage): Uint8Array;
}

function savedTensor(tensor: TorchTensor | Unreadable, { name, source, bytesOf }: Where): SavedTensor {
  const problem = (what: string, cure: string) =>
    new Problem(`In ${source} the tensor "${shown(name)}" ${what}`, cure, exitCode.data);
  if (tensor instanceof Unreadable) {
    const { what, cure, shape } = tensor;
    const refuse = () => {
      throw problem(what, cure);
    };
    return {
      get shape() {
        return shape ?? refuse();
      },
      read: refuse,
    };
  }
  return {
    shape: tensor.shape,
    read() {
      const values = valuesOf(tensor, bytesOf(tensor.storage));
      if (values) return values;
      throw problem('holds an integer of more than 32 bits', 'Take a file of a network that is known here');
    },
  };
}

function whatIsIn(saved: unknown): string {
  if (!(saved instanceof Map)) return 'no dictionary of tensors';
  const names = [...new Map<unknown, unknown>(saved).keys()].map((key) => shown(keyText(key)));
  const more = names.length > 10 ? ` and ${names.length - 10} more` : '';
  return `no tensors; it has ${names.slice(0, 10).join(', ') || 'nothing'}${more}`;
}
