/**
 * How many floating-point operations this machine does in a second at its best: the fastest of several products of large
 * float32 matrices in TensorFlow, with the threads and the GPU that the environment gives. Prints a line of JSON.
 */
import { Bench } from 'tinybench';
import { explain } from '../../../base/problem.ts';
import { tf } from '../../../model/engine/tensorflow.ts';
import { checkDevice, environment } from '../../../train/job/environment.ts';
import type { Peak } from './peak.ts';

const size = 2048;
const products = 12;

try {
  checkDevice();
  const [a, b] = [tf.randomUniform([size, size]), tf.randomUniform([size, size])];
  const bench = new Bench({ iterations: products, time: 0, warmupIterations: 2, warmupTime: 0, throws: true });
  // One value is read: a GPU would still be at work otherwise.
  bench.add('product', () => void tf.tidy(() => tf.matMul(a, b).slice([0, 0], [1, 1]).dataSync()));
  const [task] = await bench.run();
  if (!task || !('latency' in task.result)) throw new Error(`the peak was not measured: ${task?.result.state}`);
  const { user, system } = process.cpuUsage();
  const peak: Peak = {
    gigaflops: Number(((2 * size ** 3) / (task.result.latency.min * 1e6)).toFixed(1)),
    processorMilliseconds: (user + system) / 1000,
    environment: environment(),
  };
  console.log(JSON.stringify(peak));
} catch (error) {
  process.exitCode = explain(error);
}
