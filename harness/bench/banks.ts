import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { z } from 'zod';
import { exitCode, Problem } from '../problem.ts';
import { failureOf } from '../runner/failure.ts';

const program = fileURLToPath(new URL('banks-process.ts', import.meta.url));
const repository = fileURLToPath(new URL('../../', import.meta.url));

const banksSchema = z.strictObject({
  images: z.int(),
  /** Until the program is ready. */
  startSeconds: z.number(),
  /** The median of a step. */
  milliseconds: z.number(),
  /** Of the whole process, over its whole life. */
  peakMebibytes: z.number(),
});
export type Banks = z.infer<typeof banksSchema>;

/** CIFAR-100's number of images, ImageNet's, and one between them. */
const sizes = [50_000, 200_000, 1_281_167];

/** Measures CRD with banks for more and more images, each in a process of its own, and prints a line for each. */
export async function benchBanks(): Promise<number> {
  console.log('CRD with 16,384 negatives, resnet8 taught by resnet8, 64 images a step');
  for (const images of sizes) {
    const { startSeconds, milliseconds, peakMebibytes } = await measureBanks(images, 10);
    const count = images.toLocaleString('en').padStart(9);
    console.log(
      `${count} images: ready in ${startSeconds.toFixed(1)} s, ${milliseconds.toFixed(0)} ms a step, ${peakMebibytes.toFixed(0)} MiB at its peak`,
    );
  }
  return 0;
}

/**
 * Runs CRD with banks for so many images in a process of its own.
 * @param steps that are measured
 * @throws Problem where the process fails
 */
export async function measureBanks(images: number, steps: number): Promise<Banks> {
  const child = await execa(process.execPath, ['--import', 'tsx', program, String(images), String(steps)], {
    cwd: repository,
    reject: false,
  });
  const line = child.stdout.split('\n').find((line) => line.startsWith('{'));
  if (child.exitCode === exitCode.done && line) return banksSchema.parse(JSON.parse(line));
  const { reason } = failureOf(child, child.stderr);
  throw new Problem(
    `Banks for ${images} images could not be measured: ${reason}`,
    'Run `npm run doctor`',
    exitCode.machine,
  );
}
