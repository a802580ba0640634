import { z } from 'zod';
import { EarlyTensor } from './early-tensor.ts';
import { elementTypes, storageClasses } from './element-type.ts';
import { StorageClass } from './storage.ts';
import { rebuildTensor, rebuildTypedTensor } from './tensor.ts';
import { meta, ofAnotherClass, ofAnotherDevice, quantised, sparse } from './unreadable.ts';

/** What stands in for a Python class or function: a pickle may call it or make objects of it, and nothing else. */
type StandIn = (...values: unknown[]) => unknown;

const list = z.array(z.unknown());
const shape = z.array(z.int().min(0)).max(64);

/** `OrderedDict()`, or as Python 2 writes it, `OrderedDict([[key, value], ...])`. */
const dictionary: StandIn = (entries) => new Map(entries as Iterable<[unknown, unknown]> | undefined);
/** Keeps nothing of what it is given: nobody reads options, devices or an accuracy's number type. */
const inert: StandIn = () => ({});
const first: StandIn = (value) => value;
const earlyTensor: StandIn = () => new EarlyTensor();

/** `_rebuild_sparse_tensor(layout, parts)`: the shape stands behind one array of indices or two, and the values. */
const sparseTensor: StandIn = (layout, parts) =>
  sparse(shape.parse(list.parse(parts)[layout === 'torch.sparse_coo' ? 2 : 3]));

/** `_rebuild_from_type_v2(rebuild, class, values, attributes)`: a tensor to which a program has added attributes. */
const tensorWithAttributes: StandIn = (rebuild, _class, values) => {
  // The only functions in a pickle are those that `standInFor` has made.
  if (typeof rebuild !== 'function') throw new TypeError('what is to rebuild a tensor is no function');
  return rebuild(...list.parse(values));
};

/**
 * Every global that a checkpoint may name and that is called, or that objects are made of. None of them does more than to hold
 * data: they are those that PyTorch takes with `weights_only=True`, and what training programs save beside weights.
 */
const standIns: Record<string, StandIn> = {
  'collections.OrderedDict': dictionary,
  'collections.Counter': dictionary,
  'collections.defaultdict': () => new Map(),
  'builtins.set': inert,
  'builtins.frozenset': inert,
  'builtins.bytearray': inert,
  'builtins.complex': inert,
  // What makes the values of a defaultdict.
  ...Object.fromEntries(
    ['list', 'dict', 'tuple', 'int', 'float', 'str', 'bool'].map((type) => [`builtins.${type}`, inert]),
  ),
  '_codecs.encode': inert,
  'argparse.Namespace': inert,
  'torch.storage.TypedStorage': inert,
  'torch.Size': first,
  'torch.device': inert,
  'torch.serialization._get_layout': first,
  'torch._utils._rebuild_tensor': rebuildTensor,
  'torch._utils._rebuild_tensor_v2': rebuildTensor,
  'torch._utils._rebuild_tensor_v3': rebuildTypedTensor,
  'torch._utils._rebuild_parameter': first,
  'torch._utils._rebuild_parameter_with_state': first,
  'torch.nn.parameter.Parameter': first,
  'torch._tensor._rebuild_from_type_v2': tensorWithAttributes,
  'torch._utils._rebuild_device_tensor_from_cpu_tensor': first,
  'torch._utils._rebuild_device_tensor_from_numpy': ofAnotherDevice,
  'torch._utils._rebuild_sparse_tensor': sparseTensor,
  'torch._utils._rebuild_qtensor': (_storage, _offset, size) => quantised(shape.parse(size)),
  'torch._utils._rebuild_meta_tensor_no_storage': (_type, size) => meta(shape.parse(size)),
  'torch._utils._rebuild_wrapper_subclass': (_class, _type, size) => ofAnotherClass(shape.parse(size)),
  ...Object.fromEntries(
    ['numpy.core', 'numpy._core'].flatMap((core) =>
      ['multiarray.scalar', 'multiarray._reconstruct', 'numeric._frombuffer'].map((name) => [`${core}.${name}`, inert]),
    ),
  ),
  'numpy.dtype': inert,
  'numpy.ndarray': inert,
};

/** Values of which a pickle gives the name alone. */
const constants = new Set([
  ...['per_tensor_affine', 'per_tensor_symmetric', 'per_channel_affine', 'per_channel_symmetric'],
  'per_channel_affine_float_qparams',
  ...['contiguous_format', 'preserve_format', 'channels_last', 'channels_last_3d'],
]);

/** The modules of a class on a GPU, or of sparse tensors, beside those on the CPU. */
const tensorModules = new Set(['torch', 'torch.cuda', 'torch.sparse', 'torch.cuda.sparse']);
const tensorClass = /^(BFloat16|Bool|Byte|Char|Double|Float|Half|Int|Long|Short)?Tensor$/;

/**
 * What a global that a pickle names is here.
 * @returns undefined for one that is not on the list
 */
export function standInFor(module: string, name: string): unknown {
  // As Python 2 called it, and as pickles of the protocol 2 still do.
  const path = `${module === '__builtin__' ? 'builtins' : module}.${name}`;
  if (module === 'torch' && elementTypes.has(name)) return elementTypes.get(name);
  if (module === 'torch' && constants.has(name)) return name;
  const storage = /^torch(\.cuda|\.storage)?$/.test(module) ? storageClasses.get(name) : undefined;
  if (storage) return new StorageClass(storage);
  const isTensorClass = tensorModules.has(module) && tensorClass.test(name);
  const standIn = isTensorClass ? earlyTensor : Object.hasOwn(standIns, path) ? standIns[path] : undefined;
  if (!standIn) return undefined;
  // A function of its own each time, so that what a pickle sets on it is gone with it; no arrow, for `new` must work on it.
  function called(...values: unknown[]) {
    return standIn!(...values);
  }
  return called;
}
