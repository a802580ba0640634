import { z } from 'zod';
import { rebuildTensor, type TorchTensor } from './tensor.ts';
import type { Unreadable } from './unreadable.ts';

const stateSchema = z.array(z.unknown()).length(4);

/** A tensor as PyTorch wrote it before 0.2: an object of its class first, which is then told what it is a view of. */
export class EarlyTensor {
  #tensor: TorchTensor | Unreadable | undefined;

  /** What an unpickler calls: storage, offset, shape, strides. */
  __setstate__(state: unknown): void {
    this.#tensor = rebuildTensor(...stateSchema.parse(state));
  }

  get tensor(): TorchTensor | Unreadable | undefined {
    return this.#tensor;
  }
}
