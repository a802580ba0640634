import { expect, test } from 'vitest';
import { taskFailure } from './outcome.ts';
import { isPending, isRunning, tasksIn } from './queue.ts';

test('squeue, as Slurm 22.05 prints it', () => {
  const tasks = tasksIn(
    [
      'digits-waiting-1f00aa31|3|8|PENDING|',
      'digits-students-23e9cc01|2|0|RUNNING|vm',
      'digits-teachers-a0b1c2d3|1|0|COMPLETING|vm',
      'digits-students-23e9cc01|2|1|CANCELLED|',
      'no-array|7|N/A|RUNNING|vm',
      '',
    ].join('\n'),
  );
  expect(tasks.map(({ array, index }) => `${array}_${index}`)).toEqual(['3_8', '2_0', '1_0', '2_1']);
  expect(tasks.filter(isPending)).toEqual([
    { name: 'digits-waiting-1f00aa31', array: '3', index: 8, state: 'PENDING', node: '' },
  ]);
  expect(tasks.filter(isRunning).map(({ state }) => state)).toEqual(['RUNNING', 'COMPLETING']);
});

test.each([
  [{ state: 'CANCELLED', exitCode: 0 }, undefined, { cause: 'stopped from outside', again: false }],
  [{ state: 'CANCELLED' }, 130, { cause: 'stopped from outside', reason: 'it was cancelled', again: false }],
  [undefined, undefined, { cause: 'stopped from outside', again: false }],
  [{ state: 'TIMEOUT' }, undefined, { cause: 'stopped from outside', again: true }],
  [{ state: 'OUT_OF_MEMORY', exitCode: 137 }, undefined, { cause: 'memory', again: true }],
  [{ state: 'NODE_FAIL' }, undefined, { cause: 'killed', again: true }],
  [{ state: 'FAILED' }, 5, { cause: 'diverged', again: false }],
  [{ state: 'FAILED', exitCode: 5 }, undefined, { cause: 'diverged', again: false }],
  [undefined, 137, { cause: 'killed', again: true }],
  [undefined, 130, { cause: 'stopped from outside', again: true }],
  [{ state: 'COMPLETED' }, undefined, { cause: 'crash', reason: 'it ended without a result: x', again: false }],
] as const)('a task that ended as %j with the exit code %j', (ending, left, failure) => {
  expect(taskFailure(ending, left, 'x\n')).toMatchObject(failure);
});
