/**
 * The part of TensorFlow.js that Redistill uses: its core, gradients, and the kernels of the native runtime.
 * scripts/setup/tensorflow-js.ts makes one file of it.
 */
require('@tensorflow/tfjs-node-gpu/dist/register_all_kernels');
const tf = require('@tensorflow/tfjs');
const { NodeJSKernelBackend } = require('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend');
const { summaryFileWriter } = require('@tensorflow/tfjs-node-gpu/dist/tensorboard');

/** @param binding the compiled one between Node and the native runtime */
exports.load = (binding) => {
  tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node-gpu'), 3);
  tf.setBackend('tensorflow');
  return { ...tf, node: { summaryFileWriter } };
};
