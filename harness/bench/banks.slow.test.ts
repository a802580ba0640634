import { expect, test } from 'vitest';
import { measureBanks } from './banks.ts';

/** What two banks for ImageNet's images may take, in bytes (their rows alone are 1.31 GB). */
const room = 2.2e9;

test("banks for ImageNet's 1,281,167 images take no more than 2.2 GB over a job's whole life", async () => {
  const [few, many] = [await measureBanks(1000, 2), await measureBanks(1_281_167, 2)];
  const bytes = (many.peakMebibytes - few.peakMebibytes) * 2 ** 20;
  // Less than the rows would mean that they were not there.
  expect(bytes).toBeGreaterThan(1.2e9);
  expect(bytes).toBeLessThan(room);
});
