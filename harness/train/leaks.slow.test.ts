import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { median } from '../base/statistics/median.ts';
import { loadData } from '../data/sets/registry.ts';
import { collectGarbage } from '../model/engine/collect-garbage.ts';
import { tf } from '../model/engine/tensorflow.ts';
import type { Values } from '../model/engine/variable.ts';
import { studentConfiguration } from './fixture.ts';
import { assemble, learnerOf } from './learner/assemble.ts';
import { stepName } from './learner/names.ts';

const batch = 8;
const configuration = { ...studentConfiguration, recipe: { ...studentConfiguration.recipe, batch } };

test.each(['replay', 'eager'] as const)('300 steps leave no tensors and no memory behind, %s', async (mode) => {
  const data = await loadData(configuration.dataset);
  const { program, reads, stages } = await assemble(learnerOf(configuration, data), configuration, data, { mode });
  const feeds = (): Record<string, Values> => ({
    images: new Float32Array(batch * 32 * 32 * 3).fill(0.5),
    labels: new Int32Array(batch),
    learningRate: Float32Array.of(1e-4),
    indices: Int32Array.from({ length: batch }, (_, i) => i),
    teacherLogits: new Float32Array(batch * data.classes),
    teacherPooled: new Float32Array(batch * stages[0]!.apart[0]!.network.pooled),
    contrast: new Int32Array(batch * (1 + reads.negatives!)),
  });
  const run = (steps: number) => {
    for (let step = 0; step < steps; step++) program.run(stepName.train(batch), feeds());
    // What waits for V8's next collection is no leak: a busy machine lets much of it wait.
    collectGarbage();
    return { tensors: tf.memory().numTensors, kilobytes: ownKilobytes() };
  };
  // The allocators' pools are full only after some steps.
  const before = run(100);
  const rounds = [run(100), run(100), run(100)];
  expect(rounds.map(({ tensors }) => tensors)).toEqual(rounds.map(() => before.tensors));
  // A leak grows in each round; on a busy machine an allocator's arena grows in one of them, by tens of megabytes.
  const growths = rounds.map(({ kilobytes }, round) => kilobytes - (rounds[round - 1] ?? before).kilobytes);
  expect(median(growths) / 1024, `MiB, of ${growths} KiB`).toBeLessThan(13);
  program.dispose();
});

/**
 * What this process has allocated, in memory or swapped out (proc(5)). Pages of TensorFlow's library do not count: the system drops
 * them when it likes, and reads them again.
 */
function ownKilobytes(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  const [anonymous, swapped] = ['RssAnon', 'VmSwap'].map((name) =>
    Number(new RegExp(`${name}:\\s*(\\d+)`).exec(status)![1]),
  );
  return anonymous! + swapped!;
}
