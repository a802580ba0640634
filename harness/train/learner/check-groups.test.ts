import { expect, test } from 'vitest';
import { Variable } from '../../model/engine/variable.ts';
import { checkGroups } from './check-groups.ts';

const variable = (name: string, trainable = true) =>
  new Variable({ name, shape: [1], initial: Float32Array.of(0), trainable });
const variables = [
  variable('student.conv1.weight'),
  variable('student.fc.weight'),
  variable('student.bn1.running_mean', false),
];
const check = (of: string) => () => checkGroups({ parameterGroups: [{ of, rateFactor: 2 }] }, variables);

test('a group of a part that there is passes, and one of a method where there is none', () => {
  for (const of of ['student', 'student.fc', 'student.conv1.weight', 'distiller', 'distiller.embed']) check(of)();
  checkGroups({}, variables);
});

test.each(['student.f', 'student.bn1', 'student.fc.weight.x'])('a group of %s names no parameter', (of) => {
  expect(check(of)).toThrow(`The recipe has a group of parameters of ${of}, and there are none of that name`);
});
