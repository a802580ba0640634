import { expect, test } from 'vitest';
import { z } from 'zod';
import stored from './fixtures/logistic-regression.json' with { type: 'json' };
import { applyLayer, layerFor } from './linear-layer.ts';
import { fitLogisticRegression } from './logistic-regression.ts';
import { momentsOf, standardise } from './standardise.ts';

const fixture = z
  .object({
    width: z.int(),
    classes: z.int(),
    vectors: z.array(z.number()).transform((values) => Float32Array.from(values)),
    labels: z.array(z.int()).transform((values) => Int32Array.from(values)),
    mean: z.array(z.number()),
    fits: z.array(
      z.object({
        C: z.number(),
        coefficients: z.array(z.array(z.number())),
        biases: z.array(z.number()),
        objective: z.number(),
        predictions: z.array(z.int()),
      }),
    ),
  })
  .parse(stored);
const { width, classes, labels } = fixture;
const vectors = { values: fixture.vectors, width };
const moments = momentsOf(vectors);
const standardised = { ...standardise(vectors, moments), labels, classes };

test('vectors are standardised by mean and deviation, and what never moves only by its mean', () => {
  moments.mean.forEach((mean, i) => {
    expect(mean).toBeCloseTo(fixture.mean[i]!, 6);
  });
  expect(moments.deviation[5]).toBe(1);
  const again = momentsOf(standardised);
  expect(Math.max(...again.mean.map(Math.abs))).toBeLessThan(1e-6);
  expect([...again.deviation].every((deviation) => Math.abs(deviation - 1) < 1e-6)).toBe(true);
});

async function fitted(C: number) {
  const minimum = await fitLogisticRegression(standardised, C);
  if (!minimum) throw new Error('it was not told to end');
  return minimum;
}

test.each(fixture.fits)('with C = $C coefficients, loss and predictions are those of scikit-learn', async (fit) => {
  const { at, value } = await fitted(fit.C);
  expect(value).toBeCloseTo(fit.objective, 7);
  for (let one = 0; one < classes; one++) {
    expect(at[width * classes + one]).toBeCloseTo(fit.biases[one]!, 3);
    for (let i = 0; i < width; i++) expect(at[i * classes + one]).toBeCloseTo(fit.coefficients[one]![i]!, 3);
  }
  const logits = applyLayer(layerFor(at, moments), vectors);
  const predictions = Array.from(labels, (_, i) => {
    const own = logits.subarray(i * classes, (i + 1) * classes);
    return own.indexOf(Math.max(...own));
  });
  expect(predictions).toEqual(fit.predictions);
});

test('the same vectors give the same bits', async () => {
  const [one, other] = [await fitted(1), await fitted(1)];
  expect(one).toEqual(other);
});

test('the layer outputs for vectors what the coefficients give for standardised ones', async () => {
  const { at } = await fitted(1);
  const logits = applyLayer(layerFor(at, moments), vectors);
  for (const i of [0, 100, 239]) {
    for (let one = 0; one < classes; one++) {
      let sum = at[width * classes + one]!;
      for (let j = 0; j < width; j++) sum += standardised.values[i * width + j]! * at[j * classes + one]!;
      expect(logits[i * classes + one]).toBeCloseTo(sum, 4);
    }
  }
});

test('it ends where it is told to', async () => {
  let steps = 0;
  expect(await fitLogisticRegression(standardised, 1, async () => ++steps < 3)).toBeUndefined();
  expect(steps).toBe(3);
});
