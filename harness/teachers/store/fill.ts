import { heedDevice } from '../../base/machine/device.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { createMeter } from '../../base/terminal/meter.ts';
import { moveOf, Normaliser } from '../../data/sets/augmentation.ts';
import type { ImageData } from '../../data/sets/image-set.ts';
import { inMemory } from '../../data/sets/registry.ts';
import type { Result } from '../../job/result.ts';
import { setValues } from '../../model/engine/executor.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { createProgram } from '../../model/engine/program.ts';
import { parseTensors } from '../../model/engine/safetensors.ts';
import { createNetwork } from '../../model/nets/registry.ts';
import { readUntested } from '../../results/imported.ts';
import { dataOf } from '../../train/job/data-of.ts';
import { readDone } from '../../train/job/done.ts';
import { stepName } from '../../train/learner/names.ts';
import { fromStored } from '../../train/loop/weights.ts';
import { teacherStep } from '../../train/step/step.ts';
import { openTeacherCache } from '../../train/teacher/open-teacher-cache.ts';
import { TeacherOutputs } from '../../train/teacher/teacher-outputs.ts';
import type { TeacherCache } from '../../train/teacher-cache/teacher-cache.ts';
import { testTeacher } from './test.ts';

/** How many images the teacher takes at once: as all of them are missing, more than beside a job. */
const atOnce = 64;

/**
 * Fills a teacher's cache ahead of the jobs that read it, the outcomes first that are kept in the least room. Interrupted,
 * it continues from there when it is called again. An imported teacher that was not tested yet is tested first.
 * @param folder of a job that is done: a teacher, be it imported or trained here
 * @param bytes that the caches of all teachers may take on the disk
 * @returns how many records were computed, and how many are there now: as many as there is room for
 * @throws Problem where there is no such teacher, its data set is not there, or the cache cannot be written
 */
export async function fillTeacherCache(folder: string, bytes: number): Promise<{ computed: number; there: number }> {
  if (await readUntested(folder)) await testTeacher(folder);
  const { result, weights, path } = await readDone(folder);
  const { network } = result.job.configuration;
  heedDevice(process.env);
  const data = await imagesFor(result, folder);
  const parameters = new Parameters(0);
  const teacher = createNetwork(network, parameters, data.classes, data.shape[0]);
  setValues(parameters.variables, fromStored(parameters.variables, parseTensors(weights, path).tensors, path));
  const cached = { teacher, weights: result.weights, data };
  const cache = await openTeacherCache(cached, { bytes, teachers: 1 }, (problem) => {
    // There is nothing to go on for.
    throw problem;
  });
  if (!cache || cache.capacity === 0) {
    cache?.close();
    throw new Problem(`--teacher-cache leaves no room for a single record of ${network}`, 'Give it more, such as 1GB');
  }
  const step = teacherStep(teacher, atOnce, data.shape);
  const program = await createProgram([], { [stepName.teacher()]: step }, 'replay', {
    constants: parameters.variables,
  });
  const outputs = new TeacherOutputs({ teacher, program, atOnce, cache });
  const total = cache.capacity - cache.filled();
  const meter = createMeter(network, { start: 0, total, say: (records) => Math.round(records).toLocaleString('en') });
  let computed = 0;
  try {
    for (const batch of missingBatches(cache, data)) {
      outputs.of(batch);
      computed += batch.indices.length;
      meter.show(computed);
    }
    const there = cache.count();
    if (there < cache.capacity) {
      throw new Problem('Something has removed records meanwhile', 'Run it again', exitCode.storage);
    }
    return { computed, there };
  } catch (error) {
    throw error instanceof Problem ? withCount(error, cache) : error;
  } finally {
    meter.close();
    cache.close();
    program.dispose();
  }
}

/** What kept a cache from being filled, with how far along it is. */
function withCount({ message, cure, code }: Problem, cache: TeacherCache): Problem {
  const [there, capacity] = [cache.count(), cache.capacity].map((records) => records.toLocaleString('en'));
  return new Problem(`${message}; ${there} of the ${capacity} records that fit are stored`, cure, code);
}

/** The training images, as the teacher sees them. */
async function imagesFor({ job: { configuration } }: Result, folder: string): Promise<ImageData> {
  if (configuration.kind === 'probe' || configuration.kind === 'segmentation') {
    throw new Problem(`The network in ${folder} teaches nobody: it is of a ${configuration.kind}`, 'Give a teacher');
  }
  return inMemory(await dataOf(configuration), configuration.dataset);
}

/** The images and outcomes whose records have room and are not there. */
function* missingBatches(cache: TeacherCache, data: ImageData) {
  const normaliser = new Normaliser(data);
  const batchOf = (missing: readonly { image: number; outcome: number }[]) => {
    const indices = Int32Array.from(missing, ({ image }) => image);
    const outcomes = Int32Array.from(missing, ({ outcome }) => outcome);
    return { indices, outcomes, images: normaliser.batch(data.training, indices, (i) => moveOf(outcomes[i]!)) };
  };
  let missing: { image: number; outcome: number }[] = [];
  for (const record of cache.missing()) {
    missing.push(record);
    if (missing.length < atOnce) continue;
    yield batchOf(missing);
    missing = [];
  }
  if (missing.length > 0) yield batchOf(missing);
}
