import { expect, onTestFinished, test } from 'vitest';
import { exitCode } from '../../base/problem.ts';
import { configurationSchema, type Training } from '../../job/job.ts';
import { methods } from '../../model/distillers/registry.ts';
import { studentConfiguration, teacherConfiguration } from '../fixture.ts';
import { checkData } from './data-of.ts';

const student = studentConfiguration as Extract<Training, { kind: 'student' }>;
const untaught = configurationSchema.parse({ ...student, distiller: { ...student.distiller, gamma: 0 } }) as Training;
const { alsoReads: crdReads } = methods.crd;
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

test('a method that reads labels is refused images without them, whatever weight cross entropy has', () => {
  Object.assign(methods.crd, { alsoReads: ['indices', 'contrast', 'labels'] });
  onTestFinished(() => {
    Object.assign(methods.crd, { alsoReads: crdReads });
  });
  const wrong = expect.objectContaining({ cure: 'Take another method, or labelled images' });
  expect(() => checkData(untaught, dataWith(3, -1))).toThrow(wrong);
  expect(() => checkData(untaught, dataWith(0, 9))).not.toThrow();
});

test('what sees depth, or learns classes of pixels, is refused images without them', () => {
  const wrong = (what: string) =>
    expect.objectContaining({ code: exitCode.configuration, message: expect.stringContaining(`have no ${what}`) });
  const images = dataWith(-1);
  const measured = { training: { ...images.training, depths: new Uint16Array(), pixelClasses: new Uint8Array() } };
  const ofDepth = { ...untaught, view: 'depth' } as Training;
  const taughtByDepth = configurationSchema.parse({
    ...untaught,
    teacher: { ...student.teacher, view: 'depth' },
  }) as Training;
  const { distiller, teacher, ...common } = student;
  const segmentation = configurationSchema.parse({
    ...common,
    ...{ kind: 'segmentation', source: { job: 'a' } },
  }) as Training;
  for (const job of [ofDepth, taughtByDepth]) {
    expect(() => checkData(job, images)).toThrow(wrong('depth'));
    expect(() => checkData(job, measured)).not.toThrow();
  }
  expect(() => checkData(segmentation, images)).toThrow(wrong('classes of pixels'));
  // Its images need no labels.
  expect(() => checkData(segmentation, measured)).not.toThrow();
});
