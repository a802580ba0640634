import { askedKernels, checkKernels, type Kernels } from '../../base/machine/kernels.ts';
import { backend } from './kernel.ts';
import { ownAddOn } from './own-add-on.ts';

/** The add-on of kernels/critic.cc. It registers its kernels with TensorFlow when it is loaded. */
interface OwnKernels {
  /** The instructions that they compute with; undefined on a processor with neither. */
  critic: Exclude<Kernels, 'tensorflow'> | undefined;
}

/**
 * What computes in this process where there are kernels of our own: the fastest, or what the user asked for if it is there. On a GPU
 * they are TensorFlow's.
 */
export function foundKernels(): Kernels {
  if (askedKernels(process.env) === 'tensorflow' || backend().isUsingGpuDevice) return 'tensorflow';
  return ownAddOn<OwnKernels>('kernels')?.critic ?? 'tensorflow';
}

/**
 * The same.
 * @throws Problem where REDISTILL_KERNELS asks for what is not there
 */
export function kernelsInUse(): Kernels {
  const found = foundKernels();
  checkKernels(found, process.env);
  return found;
}
