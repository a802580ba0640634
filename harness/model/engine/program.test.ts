import { execa } from 'execa';
import { expect, test } from 'vitest';
import { programCommand } from '../../base/typescript.ts';
import type { Step } from './executor.ts';
import { backend } from './kernel.ts';
import { createProgram, type Mode } from './program.ts';
import { type Tensor, tf } from './tensorflow.ts';
import { Variable } from './variable.ts';

const count = () => new Variable({ name: 'count', shape: [], initial: Float32Array.of(10) });
const stepOver = (run: (x: Tensor) => Record<string, Tensor>): Step => ({
  inputs: { x: { dtype: 'float32', shape: [] } },
  run: ({ x }) => run(x!),
});

test.each<Mode>(['eager', 'replay'])(
  '%s: a step sees its own assignments, the next step sees them too',
  async (mode) => {
    const variable = count();
    const step = stepOver((x) => {
      const before = variable.value;
      variable.assign(tf.add(variable.value, x));
      variable.assign(tf.mul(variable.value, 2));
      return { before, after: variable.value };
    });
    const program = await createProgram([variable], { step }, mode);
    expect(program.run('step', { x: Float32Array.of(1) })).toEqual({
      before: Float32Array.of(10),
      after: Float32Array.of(22),
    });
    expect(program.run('step', { x: Float32Array.of(0) }).before).toEqual(Float32Array.of(22));
    expect(program.read()).toEqual(new Map([['count', Float32Array.of(44)]]));
    program.write(new Map([['count', Float32Array.of(3)]]));
    expect(program.run('step', { x: Float32Array.of(0) }).before).toEqual(Float32Array.of(3));
    program.dispose();
  },
);

test.each<Mode>(['eager', 'replay'])('%s: steps that run together give what they give one by one', async (mode) => {
  const variable = count();
  const adds = stepOver((x) => {
    variable.assign(tf.add(variable.value, x));
    return { x: variable.value };
  });
  const program = await createProgram([variable], { adds, doubles: stepOver((x) => ({ x: tf.mul(x, 2) })) }, mode);
  const [added, doubled] = program.runTogether([
    { step: 'adds', feeds: { x: Float32Array.of(1) } },
    { step: 'doubles', feeds: { x: Float32Array.of(7) } },
  ]);
  expect([added, doubled]).toEqual([{ x: Float32Array.of(11) }, { x: Float32Array.of(14) }]);
  expect(program.run('adds', { x: Float32Array.of(1) })).toEqual({ x: Float32Array.of(12) });
  expect(() => program.runTogether([{ step: 'subtracts', feeds: {} }])).toThrow('no step named subtracts');
  program.dispose();
});

test("no thread of TensorFlow's gives JavaScript's memory back", async () => {
  const [program, ...args] = programCommand('harness/model/engine/fixtures/write-often.ts');
  // Of several threads some would do so at once.
  const { stdout } = await execa(program, args, {
    env: { TF_NUM_INTEROP_THREADS: '8' },
  });
  expect(stdout).toBe('698.5');
});

test('a step that reads values in JavaScript is refused, because they would be frozen', async () => {
  const variable = count();
  const step = stepOver((x) => ({ result: tf.scalar(x.dataSync()[0]! + 1) }));
  await expect(createProgram([variable], { step })).rejects.toThrow(/reads a tensor's values while it is recorded/);
});

test('after recording, TensorFlow.js works as before', async () => {
  const variable = count();
  const program = await createProgram([variable], { step: stepOver((x) => ({ x })) });
  expect(Object.keys(backend())).not.toContain('executeSingleOutput');
  expect(tf.add(1, 2).dataSync()[0]).toBe(3);
  program.dispose();
});

test('variables of one name, and steps without their inputs, are refused', async () => {
  await expect(createProgram([count(), count()], {})).rejects.toThrow('two variables have the same name');
  const variable = count();
  const program = await createProgram([variable], { step: stepOver((x) => ({ x })) });
  expect(() => program.run('step', {})).toThrow('was not fed "x"');
  expect(() => program.run('other', {})).toThrow('no step named other');
  program.dispose();
});
