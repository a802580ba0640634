import { refused } from './problems.ts';
import { StorageType, storageTypes } from './storage.ts';
import { rebuildTensor } from './tensor.ts';

/** What stands in for a Python class or function: a pickle may call it or make objects of it, and nothing else. */
type StandIn = (...values: unknown[]) => unknown;

/** `OrderedDict()`, or as Python 2 writes it, `OrderedDict([[key, value], ...])`. */
const dictionary: StandIn = (entries) => new Map(entries as Iterable<[unknown, unknown]> | undefined);
/** Keeps nothing of what it is given: nobody reads options, devices or an accuracy's number type. */
const inert: StandIn = () => ({});

/**
 * Every global that a checkpoint may name beside the storages. None of them does more than to hold data: they are what
 * the authors' programs save, and what comes with optimisers, schedulers and NumPy's scalars.
 */
const standIns: Record<string, StandIn> = {
  'collections.OrderedDict': dictionary,
  'collections.Counter': dictionary,
  'collections.defaultdict': () => new Map(),
  'argparse.Namespace': inert,
  'torch.Size': inert,
  'torch.device': inert,
  'torch._utils._rebuild_tensor': rebuildTensor,
  'torch._utils._rebuild_tensor_v2': rebuildTensor,
  'torch._utils._rebuild_parameter': (data) => data,
  'numpy.dtype': inert,
  'numpy.core.multiarray.scalar': inert,
  'numpy._core.multiarray.scalar': inert,
  '_codecs.encode': inert,
};

/**
 * What a global that a pickle names is here.
 * @throws Problem for each one that is not on the list
 */
export function standInFor(module: string, name: string, source: string): unknown {
  if (module === 'torch' && Object.hasOwn(storageTypes, name)) return new StorageType(storageTypes[name]!);
  const path = `${module}.${name}`;
  if (!Object.hasOwn(standIns, path)) throw refused(path, source);
  const standIn = standIns[path]!;
  // A function of its own each time, so that what a pickle sets on it is gone with it; no arrow, for `new` must work on it.
  function called(...values: unknown[]) {
    return standIn(...values);
  }
  return called;
}
