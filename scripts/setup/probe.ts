import { readFileSync } from 'node:fs';
import type { Kernels } from '../../harness/base/machine/kernels.ts';

/** What TensorFlow says about itself once it is loaded. */
export interface ProbeResult {
  /** TensorFlow's own version, such as 2.21.0. */
  version: string;
  /** The libtensorflow_cc.so.2 that the process has really loaded. */
  library: string;
  /** Does it compute on a GPU? */
  gpu: boolean;
  /** What computes where there are kernels of our own. */
  kernels: Kernels;
  /** [1 2; 3 4] x [5 6; 7 8], row by row. */
  product: number[];
}

/** The product that a working TensorFlow gives. */
export const expectedProduct = [19, 22, 43, 50];

if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(await probe()));

/** Loads TensorFlow and lets it multiply. A process of its own, because a broken library ends the process. */
async function probe(): Promise<ProbeResult> {
  const { tf } = await import('../../harness/model/engine/tensorflow.ts');
  const { foundKernels } = await import('../../harness/model/engine/own-kernels.ts');
  const backend = tf.backend() as unknown as { binding: { TF_Version: string; isUsingGpuDevice(): boolean } };
  const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
  const maps = readFileSync('/proc/self/maps', 'utf8');
  return {
    version: backend.binding.TF_Version,
    library: /\/.*libtensorflow_cc\.so\.2$/m.exec(maps)?.[0] ?? 'unknown',
    gpu: backend.binding.isUsingGpuDevice(),
    kernels: foundKernels(),
    product: Array.from(product.dataSync()),
  };
}
