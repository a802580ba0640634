/**
 * Makes batches of a folder's JPEGs as jobs do, all of them once a pass. After each round it says how long the passes
 * took, and waits for a line on its standard input before it goes on.
 */
import { createInterface } from 'node:readline/promises';
import { peakKilobytes } from '../../../base/machine/peak-kilobytes.ts';
import { explain } from '../../../base/problem.ts';
import { pathList } from '../../../data/images/path-list.ts';
import { stepsAnEpoch } from '../../../data/sets/batches.ts';
import type { FileImageData } from '../../../data/sets/image-set.ts';
import { officialNormalisation } from '../../../data/sets/imagenet/load.ts';
import { batchThreads } from '../../../train/loop/batch-threads.ts';
import type { Round } from '../round.ts';
import type { ImagesTask } from './bench-images.ts';

try {
  const { folder, paths, batch, passes }: ImagesTask = JSON.parse(process.argv[2]!);
  const images = {
    folder,
    paths: pathList(Buffer.from(paths.map((path) => `${path}\n`).join(''))),
    labels: new Int32Array(paths.length),
  };
  const data: FileImageData = {
    ...officialNormalisation,
    ...{ classes: 1000, shape: [224, 224, 3], mirrors: true, training: images, test: images },
  };
  const threads = batchThreads({ data, seed: 0, batch });
  const steps = stepsAnEpoch(paths.length, batch);

  const pass = async (epoch: number) => {
    const request = (step: number) => ({ purpose: '', epoch, step: (epoch - 1) * steps + step });
    for (let step = 0; step < steps; step++) {
      const ahead = Math.min(threads.count, steps - step - 1);
      await threads.take(
        request(step),
        Array.from({ length: ahead }, (_, i) => request(step + 1 + i)),
      );
    }
  };

  let epoch = 1;
  const round = async (): Promise<Round> => {
    const before = process.cpuUsage();
    const milliseconds: number[] = [];
    for (let i = 0; i < passes; i++) {
      const began = performance.now();
      await pass(epoch++);
      milliseconds.push(performance.now() - began);
    }
    const { user, system } = process.cpuUsage(before);
    return {
      milliseconds,
      processorMilliseconds: (user + system) / 1000,
      peakKilobytes: peakKilobytes(),
    };
  };
  console.log(JSON.stringify(await round()));
  for await (const _ of createInterface({ input: process.stdin })) console.log(JSON.stringify(await round()));
  await threads.stop();
} catch (error) {
  process.exitCode = explain(error);
}
