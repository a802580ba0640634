import { expect, test } from 'vitest';
import { gradients } from '../gradients.ts';
import { createProgram, type Mode } from '../program.ts';
import { tf } from '../tensorflow.ts';
import { Variable } from '../variable.ts';
import { sum } from './reduction.ts';
import { scaleGradient } from './scale-gradient.ts';

test.each<Mode>(['eager', 'replay'])(
  '%s: a fed scale leaves the value as it is, and scales or reverses the gradient',
  async (mode) => {
    const x = new Variable({ name: 'x', shape: [2, 3], initial: Float32Array.of(1, -2, 3, 0.5, 0, -1) });
    const step = {
      inputs: { scale: { dtype: 'float32', shape: [] } as const },
      run({ scale }: Record<string, ReturnType<typeof tf.tensor>>) {
        const {
          loss,
          outputs,
          gradients: slopes,
        } = gradients([x], () => {
          const value = scaleGradient(x.value, scale!);
          return { loss: sum(tf.square(value)), outputs: { value } };
        });
        return { loss, ...outputs, slope: slopes[0]! };
      },
    };
    const program = await createProgram([x], { step }, mode);
    for (const scale of [1, 0.5, 0, -1]) {
      const { loss, value, slope } = program.run('step', { scale: Float32Array.of(scale) });
      expect(loss).toEqual(Float32Array.of(15.25));
      expect(value).toEqual(Float32Array.of(1, -2, 3, 0.5, 0, -1));
      expect(Array.from(slope!, (one) => one + 0)).toEqual([2, -4, 6, 1, 0, -2].map((one) => scale * one + 0));
    }
    program.dispose();
  },
);
