import { counted } from '../../base/counted.ts';
import { checkGpu, heedDevice } from '../../base/machine/device.ts';
import { createMeter } from '../../base/terminal/meter.ts';
import { say } from '../../base/terminal/say.ts';
import type { AnyImageData } from '../../data/sets/image-set.ts';
import { loadAnyData } from '../../data/sets/registry.ts';
import type { Dataset } from '../../job/dataset.ts';
import type { Result } from '../../job/result.ts';
import { type StepExecutor, setValues } from '../../model/engine/executor.ts';
import { backend } from '../../model/engine/kernel.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { createProgram } from '../../model/engine/program.ts';
import type { StoredTensor } from '../../model/engine/safetensors.ts';
import { createNetwork, type NetworkName } from '../../model/nets/registry.ts';
import { environment } from '../../train/job/environment.ts';
import { classification } from '../../train/learner/classification.ts';
import type { Evaluation, TestResult } from '../../train/learner/learner.ts';
import { stepName } from '../../train/learner/names.ts';
import { evaluationBatch, measure } from '../../train/loop/measure.ts';
import { fromStored } from '../../train/loop/weights.ts';
import { classesDiffer } from './why-none.ts';

/** A network that was trained elsewhere. */
export interface ForeignNetwork {
  name: NetworkName;
  /** What it was trained on: its test images tell how good it is. */
  dataset: Dataset;
  /** By PyTorch's names, in PyTorch's layouts. */
  weights: ReadonlyMap<string, StoredTensor>;
  /** Of their file, for messages. */
  path: string;
}

/** How good a network is. */
export interface TestedNetwork extends Pick<Result, 'accuracy' | 'seconds' | 'environment'> {
  top5Accuracy: number;
  /** Of the test images, [images, classes]. */
  logits: Float32Array;
  /** The test images' classes. */
  labels: Int32Array;
}

/**
 * Runs a network on its data set's test images.
 * @throws Problem where the data set is not there or has other classes, or a GPU was asked for and is not used
 */
export async function evaluate({ name, dataset, weights, path }: ForeignNetwork): Promise<TestedNetwork> {
  const start = performance.now();
  heedDevice(process.env);
  const data = await loadAnyData(dataset);
  // The classifier's bias stands last.
  const [classes] = [...weights.values()].at(-1)!.shape;
  if (classes !== data.classes) throw classesDiffer(path, classes!, { dataset: dataset.name, classes: data.classes });
  const parameters = new Parameters(0);
  const network = createNetwork(name, parameters, data.classes, data.shape[0]);
  const { variables } = parameters;
  setValues(variables, fromStored(variables, weights, path));
  const evaluation = classification(stepName.evaluate, network, data.shape);
  const program = await createProgram(variables, { [evaluation.name]: evaluation.step(evaluationBatch) });
  try {
    checkGpu(backend().isUsingGpuDevice, process.env);
    say(`testing ${name} on ${counted(data.test.labels.length, 'image')} of ${dataset.name}`);
    const { accuracy, top5Accuracy, logits } = await test(program, evaluation, data);
    return {
      logits: logits!,
      labels: data.test.labels,
      accuracy,
      top5Accuracy: top5Accuracy!,
      seconds: (performance.now() - start) / 1000,
      environment: environment(),
    };
  } finally {
    program.dispose();
  }
}

/** Tests the network, while a meter shows how far along it is. */
async function test(program: StepExecutor, evaluation: Evaluation, data: AnyImageData): Promise<TestResult> {
  const total = data.test.labels.length;
  const say = (images: number) => Math.round(images).toLocaleString('en');
  const meter = createMeter('images tested', { start: 0, total, say });
  let batches = 0;
  try {
    return await measure(program, evaluation, data, () => meter.show(Math.min(total, ++batches * evaluationBatch)));
  } finally {
    meter.close();
  }
}
