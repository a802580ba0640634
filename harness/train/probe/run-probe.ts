import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { writeWhole } from '../../base/files/files.ts';
import { sha256 } from '../../base/files/hash.ts';
import { say } from '../../base/terminal/say.ts';
import type { ImageData } from '../../data/sets/image-set.ts';
import { inMemory } from '../../data/sets/registry.ts';
import { accuracyOf } from '../../job/accuracy.ts';
import { jobFiles } from '../../job/folder.ts';
import type { Job, Probe } from '../../job/job.ts';
import type { Result } from '../../job/result.ts';
import { writeTestLogits } from '../../job/test-logits.ts';
import { setValues } from '../../model/engine/executor.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { serializeTensors } from '../../model/engine/safetensors.ts';
import { createNetwork } from '../../model/nets/registry.ts';
import { dataOf } from '../job/data-of.ts';
import { environment } from '../job/environment.ts';
import { readSource, type SourceNetwork } from '../job/source.ts';
import { HeartbeatFile } from '../loop/heartbeat.ts';
import { fromStored } from '../loop/weights.ts';
import { applyLayer, type LinearLayer, layerFor } from './linear-layer.ts';
import { fitLogisticRegression } from './logistic-regression.ts';
import { PooledVectors } from './pooled-vectors.ts';
import { momentsOf, standardise, type VectorRows } from './standardise.ts';

/** A job that is a probe. */
export type ProbeJob = Job & { configuration: Probe };

/**
 * Fits a linear layer on a frozen network's pooled vectors, to its end, and tests it (paper, Table 4; how its layer was
 * trained was not published, and this is our choice). Stopped, it begins anew, as it takes minutes.
 *
 * Vectors are standardised by the mean and deviation of the training images, as the penalty would else weigh more on a
 * network whose vectors are small, and distillers scale them. Images are normalised as their own data set's are.
 * @throws Problem where the network is not there
 */
export async function runProbe(
  folder: string,
  { id, label, configuration, sourceFolder = '' }: ProbeJob,
  stopRequested: () => boolean,
): Promise<'done' | 'stopped'> {
  const start = performance.now();
  const { C } = configuration;
  const files = jobFiles(folder);
  const source = await readSource(resolve(folder, sourceFolder), configuration.source.job);
  const data = inMemory(await dataOf(configuration), configuration.dataset);
  const pooled = await PooledVectors.create(frozen(configuration, source, data), data);
  const heartbeat = new HeartbeatFile(files.heartbeat);
  const steps = PooledVectors.batches(data.training) + PooledVectors.batches(data.test);
  let step = 0;
  const beat = async (images: number, loss?: number) => {
    heartbeat.beat(() => ({ stage: undefined, epoch: 1, step, steps, loss, epochs: [] }), images);
    // Signals are heard between steps.
    await setImmediate();
    return !stopRequested();
  };
  await beat(0);
  const vectorsOf = (set: ImageData['test']) =>
    pooled.of(set, (images) => {
      step++;
      return beat(images);
    });
  const training = await vectorsOf(data.training);
  const test = training && (await vectorsOf(data.test));
  pooled.dispose();
  if (!training || !test) return 'stopped';

  const layer = await fitLayer(training, data, { C, goOn: (loss) => beat(0, loss) });
  if (!layer) return 'stopped';
  const logits = applyLayer(layer, test);
  const weights = await writeLayer(files.weights, layer, training.width);
  await writeTestLogits(files.logits, logits, data.test.labels);
  const result: Result = {
    job: { id, label, configuration },
    accuracy: accuracyOf(logits, data.test.labels),
    source: source.provenance,
    weights,
    seconds: (performance.now() - start) / 1000,
    environment: environment(),
  };
  await writeWhole(files.result, `${JSON.stringify(result, undefined, 2)}\n`);
  await rm(files.heartbeat, { force: true });
  return 'done';
}

/** The network that is probed, for images of a data set's shape. */
function frozen({ network, arithmetic }: Probe, { tensors, path }: SourceNetwork, { shape: [imageSize] }: ImageData) {
  const [classes = 0] = [...tensors.values()].at(-1)?.shape ?? [];
  const parameters = new Parameters(0);
  const made = createNetwork(network, parameters, classes, imageSize);
  setValues(parameters.variables, fromStored(parameters.variables, tensors, path));
  const precision = arithmetic?.mixedPrecision ? ('mixed' as const) : ('float32' as const);
  return { network: made, variables: parameters.variables, precision };
}

/** Undefined where it was told not to go on. */
async function fitLayer(
  vectors: VectorRows,
  { training: { labels }, classes }: ImageData,
  { C, goOn }: { C: number; goOn: (loss: number) => Promise<boolean> },
): Promise<LinearLayer | undefined> {
  const moments = momentsOf(vectors);
  const data = { ...standardise(vectors, moments), labels, classes };
  const minimum = await fitLogisticRegression(data, C, ({ value }) => goOn(value));
  if (!minimum) return undefined;
  const { at, value, iterations } = minimum;
  say(`the linear layer is fitted in ${iterations} iterations: loss with penalty ${value.toPrecision(6)}`);
  return layerFor(at, moments);
}

/** Returns the file's sha256. */
async function writeLayer(path: string, { weight, bias }: LinearLayer, width: number): Promise<string> {
  const tensors = new Map([
    ['weight', { shape: [bias.length, width], values: weight }],
    ['bias', { shape: [bias.length], values: bias }],
  ]);
  const bytes = serializeTensors({ tensors, metadata: { format: 'pt' } });
  await writeWhole(path, bytes);
  return sha256(bytes);
}
