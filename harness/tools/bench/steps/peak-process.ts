/**
 * `peak-process.ts PRECISION`: how many floating-point operations this machine does in a second at its best, the fastest of several
 * large products in TensorFlow, with the threads and the GPU that the environment gives. Prints a line of JSON.
 */
import { Bench } from 'tinybench';
import { explain } from '../../../base/problem.ts';
import { uniform } from '../../../model/engine/initial.ts';
import { convolution } from '../../../model/engine/ops/convolution.ts';
import { mean } from '../../../model/engine/ops/reduction.ts';
import { Parameters } from '../../../model/engine/parameters.ts';
import { createProgram } from '../../../model/engine/program.ts';
import { tf } from '../../../model/engine/tensorflow.ts';
import { checkDevice, environment } from '../../../train/job/environment.ts';
import type { Peak } from './peak.ts';

const size = 2048;
const measured = 12;
/** One after the other in mixed precision, where only the first factor and the last product are in float32. */
const chained = 4;

/** A function that takes so many products of float32 matrices of that size. */
function wholeProducts() {
  const [a, b] = [tf.randomUniform([size, size]), tf.randomUniform([size, size])];
  // One value is read: a GPU would still be at work otherwise.
  return { products: 1, run: () => void tf.tidy(() => tf.matMul(a, b).slice([0, 0], [1, 1]).dataSync()) };
}

/** The same in mixed precision, where convolutions of 1x1 are the products. */
async function mixedProducts() {
  const parameters = new Parameters(0);
  const variable = (name: string, shape: number[]) =>
    parameters.add(name, { torchShape: shape, initial: uniform(1 / size) });
  const [x, filter] = [variable('x', [1, 1, size, size]), variable('filter', [1, 1, size, size])];
  const step = {
    inputs: {},
    run() {
      let value = x.value;
      for (let product = 0; product < chained; product++) value = convolution(value, filter.value);
      return { mean: mean(value) };
    },
  };
  const program = await createProgram(parameters.variables, { step }, 'replay', { precision: 'mixed' });
  return { products: chained, run: () => void program.run('step', {}) };
}

try {
  checkDevice();
  const { products, run } = process.argv[2] === 'mixed' ? await mixedProducts() : wholeProducts();
  const bench = new Bench({
    iterations: measured / products,
    time: 0,
    warmupIterations: 2,
    warmupTime: 0,
    throws: true,
  });
  bench.add('products', run);
  const [task] = await bench.run();
  if (!task || !('latency' in task.result)) throw new Error(`the peak was not measured: ${task?.result.state}`);
  const { user, system } = process.cpuUsage();
  const peak: Peak = {
    gigaflops: Number(((2 * products * size ** 3) / (task.result.latency.min * 1e6)).toFixed(1)),
    processorMilliseconds: (user + system) / 1000,
    environment: environment(),
  };
  console.log(JSON.stringify(peak));
} catch (error) {
  process.exitCode = explain(error);
}
