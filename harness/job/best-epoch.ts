import type { MainEpoch, Result } from './result.ts';

/** The first of those epochs with the best top-1 accuracy; undefined without an epoch. */
export function bestOf(
  epochs: readonly Pick<MainEpoch, 'epoch' | 'testAccuracy' | 'testTop5Accuracy' | 'testMeanIoU'>[],
): Result['best'] {
  const [first, ...others] = epochs;
  const best = others.reduce((best, epoch) => (epoch.testAccuracy > best!.testAccuracy ? epoch : best), first);
  return (
    best && {
      accuracy: best.testAccuracy,
      top5Accuracy: best.testTop5Accuracy,
      meanIoU: best.testMeanIoU,
      epoch: best.epoch,
    }
  );
}
