import { expect, test } from 'vitest';
import { configurationSchema, type Training } from '../job/job.ts';
import { exitCode } from '../problem.ts';
import { checkData } from './data-of.ts';
import { studentConfiguration, teacherConfiguration } from './fixture.ts';

const student = studentConfiguration as Extract<Training, { kind: 'student' }>;
const untaught = configurationSchema.parse({ ...student, distiller: { ...student.distiller, gamma: 0 } }) as Training;
const dataWith = (...labels: number[]) => ({ training: { images: new Uint8Array(), labels: Int32Array.from(labels) } });

test('what learns from labels is refused images without them, and what does not is not', () => {
  const wrong = expect.objectContaining({
    code: exitCode.configuration,
    message: expect.stringContaining('no labels'),
  });
  expect(() => checkData(student, dataWith(3, -1))).toThrow(wrong);
  expect(() => checkData(teacherConfiguration as Training, dataWith(-1))).toThrow(wrong);
  expect(() => checkData(untaught, dataWith(-1))).not.toThrow();
  expect(() => checkData(student, dataWith(0, 9))).not.toThrow();
});
