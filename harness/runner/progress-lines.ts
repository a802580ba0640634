import prettyMilliseconds from 'pretty-ms';
import { firstStageEpochs } from '../job/job.ts';
import { isMain } from '../job/result.ts';
import type { Progress, Running } from './progress.ts';

/** `3 of 13 jobs done, 2 running, about 2m left` */
export function summaryLine(progress: Progress): string {
  const left = progress.secondsLeft();
  return [
    `${progress.done.size} of ${progress.jobs.length} jobs done`,
    progress.running.size > 0 && `${progress.running.size} running`,
    progress.failed > 0 && `${progress.failed} failed`,
    progress.skipped > 0 && `${progress.skipped} skipped`,
    left !== undefined && left > 0 && `about ${duration(left)} left`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}

/** `epoch 12/20, loss 0.512, test accuracy 88.20 %` */
export function epochText({ job, epoch }: Running): string {
  if (epoch === undefined) return 'starting';
  const loss = `loss ${epoch.loss.toPrecision(3)}`;
  const { configuration } = job;
  return isMain(epoch)
    ? `epoch ${epoch.epoch}/${configuration.recipe.epochs}, ${loss}, test accuracy ${percent(epoch.testAccuracy)}`
    : `first stage, epoch ${epoch.epoch}/${firstStageEpochs(configuration)}, ${loss}`;
}

export function percent(accuracy: number): string {
  return `${accuracy.toFixed(2)} %`;
}

/** `2m 10s`, `3h 5m`: two units, as an estimate deserves. */
export function duration(seconds: number): string {
  return prettyMilliseconds(Math.round(seconds) * 1000, { unitCount: 2 });
}
