import type { ImageData } from '../data/image-set.ts';
import type { Method } from '../distillers/method.ts';
import { createMethod } from '../distillers/registry.ts';
import { Parameters } from '../engine/parameters.ts';
import { createProgram, type Executor, type Mode } from '../engine/program.ts';
import type { Variable } from '../engine/variable.ts';
import type { Configuration } from '../job/job.ts';
import { createNetwork } from '../nets/registry.ts';
import { Optimiser } from './optimiser.ts';
import { evaluationStep, trainingStep } from './step.ts';

/** Images at once in evaluation; the result does not depend on it. */
export const evaluationBatch = 100;

/** A job's networks, method and optimiser, as steps that are ready to run. */
export interface Assembly {
  program: Executor;
  /** What a checkpoint holds: everything but the teacher, which never changes. */
  state: readonly Variable[];
  student: readonly Variable[];
  teacher: readonly Variable[];
  method: Method | undefined;
}

/** The variables' names begin with whose they are. */
export const prefixes = { student: 'student.', teacher: 'teacher.', distiller: 'distiller.' } as const;

/** What a network trained by itself minimises: cross entropy alone. */
const crossEntropyAlone = { gamma: 1, alpha: 0, beta: 0, temperature: 1 };

/** The name of the training step for a batch of that size. */
export const trainStepName = (batch: number) => `train/${batch}`;
export const evaluateStepName = 'evaluate';

export async function assemble(configuration: Configuration, data: ImageData, mode?: Mode): Promise<Assembly> {
  const { seed, recipe } = configuration;
  const distiller = configuration.kind === 'student' ? configuration.distiller : undefined;
  const studentParameters = new Parameters(seed, prefixes.student);
  const student = createNetwork(configuration.network, studentParameters, data.classes, data.shape[0]);
  const teacherParameters = new Parameters(seed, prefixes.teacher);
  const teacherName = configuration.kind === 'student' ? configuration.teacher?.network : undefined;
  const teacher = teacherName && createNetwork(teacherName, teacherParameters, data.classes, data.shape[0]);
  const methodParameters = new Parameters(seed, prefixes.distiller);
  const images = data.training.labels.length;
  const method =
    teacher && distiller?.method
      ? createMethod(distiller.method, { parameters: methodParameters, student, teacher, images })
      : undefined;
  const learned = [...studentParameters.variables, ...methodParameters.variables];
  const optimiser = new Optimiser(
    learned.filter(({ trainable }) => trainable),
    recipe,
  );
  const state = [...learned, ...optimiser.slots];
  const weights = distiller ?? crossEntropyAlone;
  const options = { student, teacher, method, weights, optimiser, imageShape: data.shape };
  const sizes = new Set([Math.min(recipe.batch, images), images % recipe.batch || recipe.batch]);
  const trainSteps = [...sizes].map((batch) => [trainStepName(batch), trainingStep({ ...options, batch })] as const);
  const program = await createProgram(
    [...state, ...teacherParameters.variables],
    {
      ...Object.fromEntries(trainSteps),
      [evaluateStepName]: evaluationStep(student, evaluationBatch, data.shape),
    },
    mode,
  );
  return { program, state, student: studentParameters.variables, teacher: teacherParameters.variables, method };
}
