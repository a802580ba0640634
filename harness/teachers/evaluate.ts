import { loadAnyData } from '../data/registry.ts';
import { checkGpu, heedDevice } from '../device.ts';
import { backend } from '../engine/kernel.ts';
import { Parameters } from '../engine/parameters.ts';
import { createProgram } from '../engine/program.ts';
import type { StoredTensor } from '../engine/safetensors.ts';
import type { Dataset } from '../job/dataset.ts';
import { createNetwork, type NetworkName } from '../nets/registry.ts';
import { say } from '../say.ts';
import { evaluationBatch } from '../train/assemble.ts';
import { accuracyOf, testLogits } from '../train/evaluate.ts';
import { stepName } from '../train/learner.ts';
import { evaluationStep } from '../train/step.ts';
import { toStored } from '../train/weights.ts';
import { matchNetwork } from './match.ts';
import type { WeightsFile } from './weights-file.ts';

/** A network that was trained elsewhere, and how good it is. */
export interface Evaluated {
  /** In PyTorch's names and layouts. */
  weights: Map<string, StoredTensor>;
  /** Of the test images, [images, classes]. */
  logits: Float32Array;
  classes: number;
  /** On the test images, in per cent: top-1, and top-5. */
  accuracy: number;
  top5Accuracy: number;
}

/**
 * Runs a file's network on a data set's test images.
 * @throws Problem where the file is not the network's, the data set is not there, or a GPU was asked for and is not used
 */
export async function evaluate(file: WeightsFile, name: NetworkName, dataset: Dataset): Promise<Evaluated> {
  heedDevice(process.env);
  const data = await loadAnyData(dataset);
  const parameters = new Parameters(0);
  const network = createNetwork(name, parameters, data.classes, data.shape[0]);
  const { variables } = parameters;
  const values = matchNetwork(file, { network: name, dataset: dataset.name, classes: data.classes, variables });
  // Before the program takes the variables over.
  const weights = toStored(variables, values);
  const program = await createProgram(variables, {
    [stepName.evaluate]: evaluationStep(network, evaluationBatch, data.shape),
  });
  try {
    checkGpu(backend().isUsingGpuDevice, process.env);
    program.write(values);
    say(`testing ${name} on ${data.test.labels.length.toLocaleString('en')} images of ${dataset.name}`);
    const logits = await testLogits(program, data);
    const accuracy = accuracyOf(logits, data.test.labels);
    const top5Accuracy = accuracyOf(logits, data.test.labels, 5);
    return { weights, logits, classes: data.classes, accuracy, top5Accuracy };
  } finally {
    program.dispose();
  }
}
