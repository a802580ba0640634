import prettyMilliseconds from 'pretty-ms';
import { counted } from '../../base/counted.ts';
import { firstStageEpochs, mainStageEpochs } from '../../job/job.ts';
import { isMain } from '../../job/result.ts';
import type { Progress, Running } from './progress.ts';

/** `3 of 13 jobs done, 2 running, about 2m left` */
export function summaryLine(progress: Progress): string {
  return [countsLine(progress), leftText(progress)].filter(Boolean).join(', ');
}

/** `3 of 13 jobs done, 2 running` */
export function countsLine(progress: Progress): string {
  return [
    `${progress.done.size} of ${counted(progress.jobs.length, 'job')} done`,
    progress.running.size > 0 && `${progress.running.size} running`,
    progress.failed > 0 && `${progress.failed} failed`,
    progress.skipped > 0 && `${progress.skipped} skipped`,
    progress.retried > 0 && `${progress.retried} tried again`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}

/** `about 2m left`; nothing where nobody knows. */
export function leftText(progress: Progress): string {
  const left = progress.secondsLeft();
  return left !== undefined && left > 0 ? `about ${duration(Math.max(1, left))} left` : '';
}

/** `epoch 12/20 41%, loss 0.512, test 88.20 %, 812/s, GPU 0`; of a probe `probe 41%, ...`, whose share is that of its images. */
export function epochText({ job, epoch, heartbeat, device }: Running): string {
  if (!heartbeat && !epoch) return `starting, ${device}`;
  const { configuration } = job;
  const last = epoch && { ...epoch, stage: isMain(epoch) ? ('main' as const) : ('first' as const) };
  const { stage, loss } = heartbeat ?? last!;
  const of = stage === 'main' ? mainStageEpochs(configuration) : firstStageEpochs(configuration);
  const share = heartbeat ? ` ${Math.floor((100 * heartbeat.step) / heartbeat.steps)}%` : '';
  const accuracy = epoch && isMain(epoch) ? epoch.testAccuracy : heartbeat?.testAccuracy;
  const isProbe = configuration.kind === 'probe';
  return [
    isProbe
      ? `probe${share}`
      : `${stage === 'main' ? '' : 'first stage, '}epoch ${(heartbeat ?? last!).epoch}/${of}${share}`,
    loss !== undefined && `loss ${loss.toPrecision(3)}`,
    accuracy !== undefined && `test ${percent(accuracy)}`,
    heartbeat?.imagesASecond !== undefined && `${Math.round(heartbeat.imagesASecond)}/s`,
    device,
  ]
    .filter((part) => typeof part === 'string')
    .join(', ');
}

export function percent(accuracy: number): string {
  return `${accuracy.toFixed(2)} %`;
}

/** `2m 10s`, `3h 5m`: two units, as an estimate deserves. */
export function duration(seconds: number): string {
  return prettyMilliseconds(Math.round(seconds) * 1000, { unitCount: 2 });
}
