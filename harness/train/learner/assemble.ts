import type { AnyImageData } from '../../data/sets/image-set.ts';
import { type Training, teachersOf, teacherView } from '../../job/job.ts';
import type { StepExecutor } from '../../model/engine/executor.ts';
import { createProgram, type Mode } from '../../model/engine/program.ts';
import { evaluationBatch } from '../loop/measure.ts';
import { teacherBatchBesideCache } from '../teacher/teacher-outputs.ts';
import { checkGroups } from './check-groups.ts';
import { createDistillation } from './distillation.ts';
import { type Learner, stepsOf } from './learner.ts';
import { createMutualLearning } from './mutual-learning.ts';
import { createSegmentation } from './segmentation.ts';

/** A job's learner, with its steps ready to run. */
export interface Assembly extends Learner {
  program: StepExecutor;
  /** How many images a teacher's step takes. */
  teacherBatch: number;
}

export interface AssembleOptions {
  mode?: Mode | undefined;
  /** Is what the teacher says going to be kept in a cache? */
  cached?: boolean;
}

/** What a network trained by itself minimises: cross entropy alone. */
const crossEntropyAlone = { gamma: 1, alpha: 0, beta: 0, temperature: 1 };

/** A job's learner. Its teachers have to be given their weights before `assemble` makes constants of them. */
export function learnerOf(configuration: Training, data: AnyImageData): Learner {
  const { network, recipe, seed } = configuration;
  if (configuration.kind === 'segmentation') {
    return createSegmentation({ network, recipe, seed, classes: data.pixelClasses!, imageShape: data.shape });
  }
  const common = {
    student: network,
    distiller: configuration.kind === 'student' ? configuration.distiller : crossEntropyAlone,
    recipe,
    classes: data.classes,
    imageShape: data.shape,
    images: data.training.labels.length,
    seed,
  };
  if (configuration.kind === 'student' && configuration.peer) {
    return createMutualLearning({ ...common, peer: configuration.peer });
  }
  const view = teacherView(configuration);
  return createDistillation({
    ...common,
    teacher: configuration.kind === 'student' ? configuration.teacher?.network : undefined,
    teachers: teachersOf(configuration).length,
    ...(view !== configuration.view && { teacherView: { view } }),
  });
}

/**
 * Records a learner's steps for the batches that there are.
 * @throws Problem where the recipe names parameters that the learner has not
 */
export async function assemble(
  learner: Learner,
  { recipe, arithmetic }: Pick<Training, 'recipe' | 'arithmetic'>,
  data: AnyImageData,
  { mode, cached = false }: AssembleOptions = {},
): Promise<Assembly> {
  checkGroups(recipe, learner.state);
  const images = data.training.labels.length;
  const sizes = new Set([Math.min(recipe.batch, images), images % recipe.batch || recipe.batch]);
  const teacherBatch = cached ? teacherBatchBesideCache() : recipe.batch;
  const program = await createProgram(
    learner.state,
    stepsOf(learner, { training: sizes, teacher: teacherBatch, evaluation: evaluationBatch }),
    mode,
    { constants: learner.teachers.flat(), precision: arithmetic?.mixedPrecision ? 'mixed' : 'float32' },
  );
  return { ...learner, program, teacherBatch };
}
