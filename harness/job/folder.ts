import { join } from 'node:path';
import type { Job } from './job.ts';

/** The environment variable by which a runner tells a job's process its own process id. */
export const runnerVariable = 'REDISTILL_RUNNER';

/** The name of a job's folder in a suite's results. */
export function folderName({ label, id }: Pick<Job, 'label' | 'id'>): string {
  return `${label}-${id.slice(0, 8)}`;
}

/** The files of a job's folder. */
export function jobFiles(folder: string) {
  return {
    /** What the job is; written by the runner, before it starts. */
    job: join(folder, 'job.json'),
    /** One line an epoch. */
    metrics: join(folder, 'metrics.jsonl'),
    /** Where an interrupted job goes on; gone when the job is done. */
    checkpoint: join(folder, 'checkpoint.safetensors'),
    /** The one before, in case the newest is damaged. */
    previousCheckpoint: join(folder, 'checkpoint.previous.safetensors'),
    /** That its process is alive, and how far along it is; gone when the job is done. */
    heartbeat: join(folder, 'heartbeat.json'),
    /** The network at the end, in PyTorch's names and layouts; of a probe its linear layer alone. */
    weights: join(folder, 'weights.safetensors'),
    /** The network that was trained together with it, where there was one. */
    peerWeights: join(folder, 'peer-weights.safetensors'),
    /** What the network outputs for each test image at the end, and the images' labels: `logits`, [images, classes], and `labels`. */
    logits: join(folder, 'test-logits.safetensors'),
    /** What the process wrote on standard error. */
    log: join(folder, 'log.txt'),
    /** How its process ended on a cluster, for who comes later; gone when the job is done. */
    exitCode: join(folder, 'exit-code'),
    /** Written last and at once: a job is done when it is there. */
    result: join(folder, 'result.json'),
    /** In its place, of an imported teacher whose accuracy was not measured yet: what it is, and the hash of its weights. */
    untested: join(folder, 'untested.json'),
  };
}
