import { moveOf, Normaliser } from '../data/augmentation.ts';
import type { ImageData } from '../data/image-set.ts';
import { loadData } from '../data/registry.ts';
import { heedDevice } from '../device.ts';
import { Parameters } from '../engine/parameters.ts';
import { createProgram, setValues } from '../engine/program.ts';
import { parseTensors } from '../engine/safetensors.ts';
import { createMeter } from '../meter.ts';
import { createNetwork } from '../nets/registry.ts';
import type { TeacherCache } from '../teacher-cache/teacher-cache.ts';
import { readDone } from '../train/done.ts';
import { stepName } from '../train/learner.ts';
import { openTeacherCache } from '../train/open-teacher-cache.ts';
import { teacherStep } from '../train/step.ts';
import { TeacherOutputs } from '../train/teacher-outputs.ts';
import { fromStored } from '../train/weights.ts';

/** How many images the teacher takes at once: as all of them are missing, more than beside a job. */
const atOnce = 64;

/**
 * Fills a teacher's cache ahead of the jobs that read it, the outcomes first that are kept in the least room. Broken off,
 * it goes on from there when it is called again.
 * @param folder of a job that is done: a teacher, be it imported or trained here
 * @param bytes that the caches of all teachers may take on the disk
 * @returns how many records were computed, and how many there is room for
 * @throws Problem where there is no such job, or its data set is not there
 */
export async function fillTeacherCache(folder: string, bytes: number) {
  const { result, weights, path } = await readDone(folder);
  const { network, dataset } = result.job.configuration;
  heedDevice(process.env);
  const data = await loadData(dataset);
  const parameters = new Parameters(0);
  const teacher = createNetwork(network, parameters, data.classes, data.shape[0]);
  setValues(parameters.variables, fromStored(parameters.variables, parseTensors(weights, path).tensors, path));
  const step = teacherStep(teacher, atOnce, data.shape);
  const program = await createProgram([], { [stepName.teacher()]: step }, 'replay', {
    constants: parameters.variables,
  });
  const cache = await openTeacherCache({ teacher, weights: result.weights, data }, { bytes, teachers: 1 });
  const total = cache && cache.capacity - cache.filled();
  const meter = createMeter(network, { start: 0, total, say: (records) => Math.round(records).toLocaleString('en') });
  let computed = 0;
  try {
    for (const batch of missingBatches(cache, data)) {
      new TeacherOutputs({ teacher, program, atOnce, cache }).of(batch);
      computed += batch.places.length;
      meter.show(computed);
    }
    return { computed, capacity: cache?.capacity ?? 0 };
  } finally {
    meter.close();
    cache?.close();
    program.dispose();
  }
}

/** The images and outcomes whose records have room and are not there. */
function* missingBatches(cache: TeacherCache | undefined, data: ImageData) {
  const normaliser = new Normaliser(data);
  const batchOf = (missing: readonly { image: number; outcome: number }[]) => {
    const places = Int32Array.from(missing, ({ image }) => image);
    const outcomes = Int32Array.from(missing, ({ outcome }) => outcome);
    return { places, outcomes, images: normaliser.batch(data.training, places, (i) => moveOf(outcomes[i]!)) };
  };
  let missing: { image: number; outcome: number }[] = [];
  for (const record of cache?.missing() ?? []) {
    missing.push(record);
    if (missing.length < atOnce) continue;
    yield batchOf(missing);
    missing = [];
  }
  if (missing.length > 0) yield batchOf(missing);
}
