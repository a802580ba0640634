import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { type Configuration, identityOf, trainingSchema } from '../../../job/job.ts';

const recipe = { epochs: 1, batch: 64, rate: 0.05, momentum: 0.9, weightDecay: 5e-4, dropsAfter: [], dropFactor: 0.1 };
const dataset = { name: 'digits', training: 128, test: 100 };

/** A pair whose student's job is measured, taught by CRD for one epoch of two batches. */
export interface StartedPair {
  name: string;
  teacher: Configuration;
  student: Configuration;
}

/** A small job and a large one. */
export const startedPairs: readonly StartedPair[] = [pairOf('resnet20', 'resnet8'), pairOf('resnet32x4', 'ShuffleV1')];

function pairOf(teacherNetwork: string, network: string): StartedPair {
  const teacher = trainingSchema.parse({ kind: 'teacher', dataset, recipe, network: teacherNetwork, seed: 0 });
  const distiller = {
    ...{ name: 'CRD', gamma: 1, alpha: 0, beta: 0.8, source: 'bench' },
    method: { name: 'crd', dimension: 128, negatives: 64 },
  };
  const student = trainingSchema.parse({
    ...{ kind: 'student', dataset, recipe, network, seed: 1, distiller },
    teacher: { network: teacherNetwork, job: identityOf(teacher) },
  });
  return { name: `${network} from ${teacherNetwork}, CRD`, teacher, student };
}

/** A copy of a job's folder in which nothing was done yet. */
export async function copyOf(folder: string, name: string): Promise<string> {
  const copy = join(folder, '..', name);
  await cp(folder, copy, { recursive: true });
  return copy;
}
