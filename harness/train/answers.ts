import { type AnyImageData, isInMemory } from '../data/image-set.ts';
import { createProgram } from '../engine/program.ts';
import { type Training, teacherView } from '../job/job.ts';
import { exitCode, Problem } from '../problem.ts';
import { evaluationBatch } from './assemble.ts';
import { testLogits } from './evaluate.ts';
import { type Learner, stepName } from './learner.ts';
import { evaluationStep } from './step.ts';

/**
 * Where no test image has a class, each gets the one that the teacher says: what is measured then is how many of them the student
 * classifies as its teacher does. A student without a teacher agrees with nobody.
 * @param learner whose teacher has its weights
 * @throws Problem where there are several teachers
 */
export async function withAnswers<Data extends AnyImageData>(
  data: Data,
  { networks, teachers: variables }: Pick<Learner, 'networks' | 'teachers'>,
  configuration: Training,
): Promise<Data> {
  const [teacher, ...fellows] = networks.teachers;
  if (!teacher || !isInMemory(data) || data.test.labels.some((label) => label !== -1)) return data;
  if (fellows.length > 0) {
    throw new Problem(
      `The test images of ${configuration.dataset.name} have no classes, so students of several teachers cannot be tested on them`,
      'Give each student one teacher',
      exitCode.configuration,
    );
  }
  const step = evaluationStep(teacher, evaluationBatch, data.shape);
  const program = await createProgram([], { [stepName.evaluate]: step }, 'replay', { constants: variables.flat() });
  try {
    const logits = await testLogits(program, { ...data, view: teacherView(configuration) });
    const labels = data.test.labels.map((_, image) => {
      const scores = logits.subarray(image * teacher.classes, (image + 1) * teacher.classes);
      return scores.indexOf(scores.reduce((most, score) => Math.max(most, score)));
    });
    return { ...data, test: { ...data.test, labels } };
  } finally {
    program.dispose();
  }
}
