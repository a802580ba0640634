/**
 * Draws docs/findings/digits-steps.svg from the figures of docs/findings/digits.md: `npx tsx docs/findings/digits/steps.ts`.
 * The recipes differ in more than their steps; the page says how.
 */
import { writeFile } from 'node:fs/promises';
import { errorLines } from '../../../harness/report/charts/error-lines.ts';

/** Steps; then mean and standard deviation of the test accuracy in per cent, of the vanilla student and of CRD. */
const measured = [
  [160, 87.1, 0.26, 78.87, 9.4],
  [576, 89.42, 1.28, 89.61, 1.62],
  [768, 92.0, 1.13, 92.45, 0.21],
  [960, 94.6, 0.6, 95.24, 0.59],
] as const;

const point = (line: string, x: number, mean: number, deviation: number) => ({
  ...{ line, x, error: 100 - mean },
  interval: { lower: 100 - mean - deviation, upper: 100 - mean + deviation },
});

const svg = await errorLines({
  title: 'Test error of CRD and of the vanilla student over the number of steps',
  axis: 'training steps',
  scale: 'log',
  points: measured.flatMap(([steps, vanilla, vanillaDeviation, crd, crdDeviation]) => [
    point('vanilla', steps, vanilla, vanillaDeviation),
    point('CRD', steps, crd, crdDeviation),
  ]),
});
await writeFile(new URL('../digits-steps.svg', import.meta.url), `${svg}\n`);
