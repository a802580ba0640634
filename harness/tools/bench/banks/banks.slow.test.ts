import { expect, test } from 'vitest';
import { startBanks } from './start-banks.ts';

/** What two banks for ImageNet's images may take, in bytes (their rows alone are 1.31 GB). */
const room = 2.2e9;

test("banks for ImageNet's 1,281,167 images take no more than 2.2 GB over a job's whole life", async () => {
  const bytes = 1024 * ((await peakKilobytes(1_281_167)) - (await peakKilobytes(1000)));
  // Less than the rows would mean that they were not there.
  expect(bytes).toBeGreaterThan(1.2e9);
  expect(bytes).toBeLessThan(room);
});

/** Of a whole process with banks for that many images. */
async function peakKilobytes(images: number): Promise<number> {
  const side = await startBanks(images, 1, { gpu: undefined, threads: 2 });
  const { peakKilobytes } = await side.round();
  await side.end();
  return peakKilobytes;
}
