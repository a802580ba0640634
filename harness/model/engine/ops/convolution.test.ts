import { describe, test } from 'vitest';
import type { Variable } from '../variable.ts';
import { convolution, depthwiseConvolution, type Geometry } from './convolution.ts';
import { expectClose, expectGradients, input } from './fixtures/checks.ts';

/** The convolution as its definition says it, in double precision; groups follow from the shapes. */
function direct(x: Variable, filter: Variable, { stride = 1, padding = 0 }: Geometry, depthwise: boolean): number[] {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [size, , third, fourth] = filter.shape as [number, number, number, number];
  const [perGroup, outputs] = depthwise ? [1, channels] : [third, fourth];
  const groups = channels / perGroup;
  const xs = x.value.dataSync();
  const weights = filter.value.dataSync();
  const result: number[] = [];
  const rows = Math.floor((height + 2 * padding - size) / stride) + 1;
  const columns = Math.floor((width + 2 * padding - size) / stride) + 1;
  for (let n = 0; n < batch; n++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        for (let out = 0; out < outputs; out++) {
          const group = Math.floor(out / (outputs / groups));
          let total = 0;
          for (let dy = 0; dy < size; dy++)
            for (let dx = 0; dx < size; dx++)
              for (let c = 0; c < perGroup; c++) {
                const y = row * stride + dy - padding;
                const x = column * stride + dx - padding;
                if (y < 0 || y >= height || x < 0 || x >= width) continue;
                const place = ((n * height + y) * width + x) * channels + group * perGroup + c;
                const weight = depthwise
                  ? (dy * size + dx) * channels + out
                  : ((dy * size + dx) * perGroup + c) * outputs + out;
                total += xs[place]! * weights[weight]!;
              }
          result.push(total);
        }
  return result;
}

describe('convolution', () => {
  const geometries: [string, number, Geometry][] = [
    ['3x3', 3, { padding: 1 }],
    ['3x3 with stride 2, padded on both sides as PyTorch does', 3, { padding: 1, stride: 2 }],
    ['1x1 with stride 2', 1, { stride: 2 }],
    ['3x3 without padding', 3, {}],
    ['5x5', 5, { padding: 2 }],
  ];
  test.each(geometries)('%s', (_, size, geometry) => {
    const x = input('x', 2, 6, 6, 4);
    const filter = input('filter', size, size, 4, 3);
    expectClose(convolution(x.value, filter.value, geometry), direct(x, filter, geometry, false));
    expectGradients([x, filter], (x, filter) => convolution(x!, filter!, geometry));
  });

  test.each(geometries)('in two groups, %s', (_, size, geometry) => {
    const x = input('x', 2, 6, 6, 4);
    const filter = input('filter', size, size, 2, 6);
    expectClose(convolution(x.value, filter.value, geometry), direct(x, filter, geometry, false));
    expectGradients([x, filter], (x, filter) => convolution(x!, filter!, geometry));
  });

  test.each(geometries)('depthwise, %s', (_, size, geometry) => {
    const x = input('x', 2, 6, 6, 4);
    const filter = input('filter', size, size, 4, 1);
    expectClose(depthwiseConvolution(x.value, filter.value, geometry), direct(x, filter, geometry, true));
    expectGradients([x, filter], (x, filter) => depthwiseConvolution(x!, filter!, geometry));
  });
});
