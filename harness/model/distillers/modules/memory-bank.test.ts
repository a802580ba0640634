import { expect, test } from 'vitest';
import { gradients } from '../../engine/gradients.ts';
import { uniform } from '../../engine/initial.ts';
import { Parameters } from '../../engine/parameters.ts';
import { createProgram, type Mode } from '../../engine/program.ts';
import { RandomStream } from '../../engine/random.ts';
import { tf } from '../../engine/tensorflow.ts';
import type { Values } from '../../engine/variable.ts';
import { memoryBank, type ProductForm } from './memory-bank.ts';

const [images, dimension, batch] = [500, 128, 3];
/** So many that the rows of one anchor are gathered at once. */
const count = 20_000;

/** Two steps that see images again: their products' loss, the gradient of the anchors, and the bank afterwards. */
async function twoSteps(form: ProductForm, mode: Mode): Promise<Values[]> {
  const parameters = new Parameters(1);
  const anchors = parameters.add('anchors', { torchShape: [batch, dimension], initial: uniform(1) });
  const bank = memoryBank(parameters, 'bank', { images, dimension, momentum: 0.5 });
  const step = {
    inputs: {
      contrast: { dtype: 'int32' as const, shape: [batch, count] },
      indices: { dtype: 'int32' as const, shape: [batch] },
    },
    run({ contrast, indices }: Record<string, ReturnType<typeof tf.tensor>>) {
      const { loss, gradients: slopes } = gradients([anchors], () => {
        const loss = tf.mean(tf.square(bank.products(anchors.value, contrast!, form)));
        bank.remember(indices!, anchors.value);
        return { loss };
      });
      return { loss, slope: slopes[0]! };
    },
  };
  const program = await createProgram(parameters.variables, { step }, mode);
  const random = new RandomStream(1, 'contrast');
  const contrast = Int32Array.from({ length: batch * count }, () => random.integer(images));
  const outputs = [0, 1].flatMap(() => {
    const { loss, slope } = program.run('step', { contrast, indices: Int32Array.of(7, 499, 0) });
    return [loss!, slope!];
  });
  const values = [...outputs, program.read().get('bank')!];
  program.dispose();
  return values;
}

test('gathered rows, a few anchors at a time, give what products with the whole bank give, in both modes', async () => {
  const expected = await twoSteps('whole bank', 'eager');
  for (const [form, mode] of [
    ['whole bank', 'replay'],
    ['rows', 'eager'],
    ['rows', 'replay'],
  ] as const) {
    const found = await twoSteps(form, mode);
    for (const [place, values] of found.entries()) {
      const scale = Math.max(...expected[place]!.map(Math.abs));
      const differences = Array.from(values, (value, i) => Math.abs(value - expected[place]![i]!));
      expect(Math.max(...differences) / scale, `${form}, ${mode}, value ${place}`).toBeLessThan(2e-5);
    }
  }
  // The second step saw what the first one left.
  expect(expected[2]).not.toEqual(expected[0]);
});
