import { expect, test } from 'vitest';
import { engineStep } from '../../../tools/bench/engine-step.ts';

test('convolutions in bfloat16 give nearly the losses of float32, and not the same', async () => {
  const losses = async (precision: 'float32' | 'mixed') => {
    const { program, run } = await engineStep('resnet8', 16, 'replay', precision);
    const losses = Array.from({ length: 3 }, run);
    program.dispose();
    return losses;
  };
  const [whole, mixed] = [await losses('float32'), await losses('mixed')];
  whole.forEach((loss, step) => {
    expect(mixed[step]).not.toBe(loss);
    expect(Math.abs(mixed[step]! - loss) / loss, `step ${step}`).toBeLessThan(0.02);
  });
});
