import { expect, test } from 'vitest';
import { taskFailure } from './outcome.ts';
import { endingsIn, isPending, isRunning, tasksIn } from './queue.ts';

// Both as Slurm 22.05 printed them for an array of eight tasks. Numbers 3 and 5 were cancelled: 5 before it ran.

test('squeue tells what is queued and what runs', () => {
  const tasks = tasksIn('a.sh|1|7|PENDING|\na.sh|1|6|RUNNING|vm\na.sh|1|4|RUNNING|vm\n');
  expect(tasks[0]).toEqual({ name: 'a.sh', array: '1', index: 7, state: 'PENDING', node: '' });
  expect(tasks.map((task) => [task.index, isPending(task), isRunning(task)])).toEqual([
    [7, true, false],
    [6, false, true],
    [4, false, true],
  ]);
  expect(tasksIn('a.sh|2|N/A|RUNNING|vm\n')).toEqual([]);
});

test('sacct tells how tasks ended', () => {
  const printed = `
1_0|COMPLETED|0:0
1_1|FAILED|5:0
1_2|FAILED|0:6
1_3|CANCELLED by 0|0:0
1_4|RUNNING|0:0
1_6|RUNNING|0:0
1_7|PENDING|0:0
`;
  expect(Object.fromEntries(endingsIn(printed))).toEqual({
    '1_0': { state: 'COMPLETED', exitCode: 0 },
    '1_1': { state: 'FAILED', exitCode: 5 },
    '1_2': { state: 'FAILED', exitCode: 134 },
    '1_3': { state: 'CANCELLED', exitCode: 0 },
  });
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
  [{ state: 'FAILED', exitCode: 2 }, 130, { cause: 'stopped from outside', again: true }],
  [undefined, 137, { cause: 'killed', again: true }],
  [undefined, 130, { cause: 'stopped from outside', again: true }],
  [{ state: 'COMPLETED' }, undefined, { cause: 'crash', reason: 'it ended without a result: x', again: false }],
] as const)('a task that ended as %j with the exit code %j', (ending, left, failure) => {
  expect(taskFailure(ending, left, 'x\n')).toMatchObject(failure);
});
