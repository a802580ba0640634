import { expect, test } from 'vitest';
import { configurationSchema, type Training } from '../job/job.ts';
import { exitCode } from '../problem.ts';
import { checkLabels } from './data-of.ts';
import { studentConfiguration, teacherConfiguration } from './fixture.ts';

const student = studentConfiguration as Extract<Training, { kind: 'student' }>;
const untaught = configurationSchema.parse({ ...student, distiller: { ...student.distiller, gamma: 0 } }) as Training;
const dataWith = (...labels: number[]) => ({ training: { images: new Uint8Array(), labels: Int32Array.from(labels) } });

test('what learns from labels is refused images without them, and what does not is not', () => {
  const wrong = expect.objectContaining({
    code: exitCode.configuration,
    message: expect.stringContaining('no labels'),
  });
  expect(() => checkLabels(student, dataWith(3, -1))).toThrow(wrong);
  expect(() => checkLabels(teacherConfiguration as Training, dataWith(-1))).toThrow(wrong);
  expect(() => checkLabels(untaught, dataWith(-1))).not.toThrow();
  expect(() => checkLabels(student, dataWith(0, 9))).not.toThrow();
});
