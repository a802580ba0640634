import { EarlyTensor } from './early-tensor.ts';
import { TorchTensor } from './tensor.ts';
import { Unreadable } from './unreadable.ts';

/** A dictionary, or a list, that has tensors among its values. */
export interface Dictionary {
  /** The names that lead to it, with dots between; empty for all that was saved. */
  place: string;
  /** Those of its values that are tensors. */
  tensors: Map<string, TorchTensor | Unreadable>;
}

/**
 * All dictionaries with tensors in what was saved, however deep, the outer ones first: training programs keep the weights below
 * any name, beside an epoch, an optimiser, averaged weights. One that stands at two places counts at the first.
 */
export function dictionariesIn(saved: unknown): Dictionary[] {
  const found: Dictionary[] = [];
  const seen = new Set<unknown>([saved]);
  // A queue and no recursion, for a pickle may nest as deeply as it likes.
  const queue = [{ place: '', value: saved }];
  for (const { place, value } of queue) {
    const tensors = new Map<string, TorchTensor | Unreadable>();
    for (const [name, one] of entriesOf(value)) {
      const tensor = one instanceof EarlyTensor ? one.tensor : one;
      if (tensor instanceof TorchTensor || tensor instanceof Unreadable) tensors.set(name, tensor);
      if (!isContainer(one) || seen.has(one)) continue;
      seen.add(one);
      queue.push({ place: place === '' ? name : `${place}.${name}`, value: one });
    }
    if (tensors.size > 0) found.push({ place, tensors });
  }
  return found;
}

/** A key of a dictionary as a name. Written out, one that holds others could be endless, or have no text at all. */
export function keyText(key: unknown): string {
  return typeof key === 'object' || typeof key === 'function' ? '(a key that is no text)' : String(key);
}

const isContainer = (value: unknown) => value instanceof Map || Array.isArray(value);

/** What a dictionary or a list holds. */
function entriesOf(value: unknown): [string, unknown][] {
  // Copies, for a pickle can hide a Map's methods, and give a list any length.
  if (value instanceof Map) return Array.from(new Map<unknown, unknown>(value), ([name, one]) => [keyText(name), one]);
  return Array.isArray(value) ? Object.entries(value) : [];
}
