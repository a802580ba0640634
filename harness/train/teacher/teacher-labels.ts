import { exitCode, Problem } from '../../base/problem.ts';
import { type AnyImageData, isInMemory } from '../../data/sets/image-set.ts';
import { type Training, teacherView } from '../../job/job.ts';
import { setValues } from '../../model/engine/executor.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { createProgram } from '../../model/engine/program.ts';
import { createNetwork } from '../../model/nets/registry.ts';
import { classification } from '../learner/classification.ts';
import { prefixes, stepName } from '../learner/names.ts';
import { evaluationBatch, measure } from '../loop/measure.ts';
import type { TrainedTeacher } from './teacher.ts';

/**
 * Where no test image has a class, each gets the one that the teacher says: what is measured then is how many of them the student
 * classifies as its teacher does. A student without a teacher agrees with nobody.
 * @throws Problem where there are several teachers
 */
export async function withTeacherLabels<Data extends AnyImageData>(
  data: Data,
  configuration: Training,
  [teacher, ...fellows]: readonly TrainedTeacher[],
): Promise<Data> {
  const declared = configuration.kind === 'student' && configuration.teacher;
  if (!teacher || !declared || !isInMemory(data) || data.test.labels.some((label) => label !== -1)) return data;
  if (fellows.length > 0) {
    throw new Problem(
      `The test images of ${configuration.dataset.name} have no classes, so students of several teachers cannot be tested on them`,
      'Give each student one teacher',
      exitCode.configuration,
    );
  }
  const { classes, shape } = data;
  const parameters = new Parameters(0, prefixes.teacher);
  const network = createNetwork(declared.network, parameters, classes, shape[0]);
  setValues(parameters.variables, teacher.values);
  const evaluation = classification(stepName.evaluate, network, shape);
  const steps = { [evaluation.name]: evaluation.step(evaluationBatch) };
  const program = await createProgram([], steps, 'replay', { constants: parameters.variables });
  try {
    const { logits } = await measure(program, evaluation, { ...data, view: teacherView(configuration) });
    const labels = data.test.labels.map((_, image) => {
      const scores = logits!.subarray(image * classes, (image + 1) * classes);
      return scores.indexOf(scores.reduce((most, score) => Math.max(most, score)));
    });
    return { ...data, test: { ...data.test, labels } };
  } finally {
    program.dispose();
  }
}
