import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { writeLab } from './lab.ts';

const fileSchema = z.strictObject({ colours: z.array(z.int()), lab: z.array(z.number()) });

test("Lab is scikit-image's, in the corners, along the greys and for colours at random", async () => {
  const file = await readFile(join(import.meta.dirname, 'fixtures/lab.json'), 'utf8');
  const { colours, lab } = fileSchema.parse(JSON.parse(file));
  expect(colours.length).toBe(3 * (7 ** 3 + 256 + 400));
  const ours = new Float32Array(lab.length);
  for (let i = 0; i < lab.length; i += 3) writeLab(colours[i]!, colours[i + 1]!, colours[i + 2]!, ours, i);
  const furthest = Math.max(...lab.map((value, i) => Math.abs(value - ours[i]!)));
  // Half a unit in the last place of a float32 near 100 is 4e-6.
  expect(furthest).toBeLessThan(5e-6);
});
