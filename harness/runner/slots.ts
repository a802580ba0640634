import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { askedDevice } from '../device.ts';
import { exitCode, Problem } from '../problem.ts';
import { hugePages } from './huge-pages.ts';

/** A place in which one job runs at a time. */
export interface Slot {
  /** How many threads the job has for itself. */
  threads: number;
  /** The one GPU that the job sees, by its UUID or its number; undefined where it runs on the CPU. */
  gpu: string | undefined;
}

/** What the user says about places. */
export interface SlotOptions {
  /** Only these GPUs, as `nvidia-smi` or CUDA_VISIBLE_DEVICES calls them; all where nothing is said. */
  gpus?: readonly string[] | undefined;
  /** How many jobs share a GPU; 1 where nothing is said. */
  jobsPerGpu?: number | undefined;
}

/**
 * The places on this machine: one or more for each GPU, or where there is none, as many as the cores have room for.
 * REDISTILL_DEVICE=cpu leaves the GPUs alone, REDISTILL_DEVICE=gpu insists on them.
 * @param threads how many threads a job has on the CPU
 * @throws Problem where a GPU was asked for and none is there, or for any other value
 */
export async function findSlots(
  threads: number,
  { gpus, jobsPerGpu = 1 }: SlotOptions = {},
  environment = process.env,
  cores = availableParallelism(),
): Promise<Slot[]> {
  const asked = gpus ? { ...environment, CUDA_VISIBLE_DEVICES: gpus.join(','), REDISTILL_DEVICE: 'gpu' } : environment;
  const found = await findGpus(asked);
  // The second job of any GPU comes after the first of all.
  return slotsFor(Array.from({ length: jobsPerGpu }, () => found).flat(), threads, cores);
}

/** See `findSlots`; a GPU that is there twice takes two jobs. */
export function slotsFor(gpus: readonly string[], threads: number, cores: number): Slot[] {
  if (gpus.length > 0) {
    return gpus.map((gpu) => ({ gpu, threads: Math.max(1, Math.floor(cores / gpus.length)) }));
  }
  const places = Math.max(1, Math.floor(cores / threads));
  return Array.from({ length: places }, () => ({ gpu: undefined, threads: Math.min(threads, cores) }));
}

async function findGpus(environment: NodeJS.ProcessEnv): Promise<string[]> {
  const device = askedDevice(environment);
  // The build of TensorFlow for CPUs knows no GPU.
  if (device === 'cpu' || environment.REDISTILL_TENSORFLOW === 'cpu') return [];
  const list = promisify(execFile)('nvidia-smi', ['-L'], { env: environment, timeout: 30_000 });
  const { stdout } = await list.catch(() => ({ stdout: '' }));
  const gpus = gpusIn(stdout, environment.CUDA_VISIBLE_DEVICES);
  if (device === 'gpu' && gpus.length === 0) {
    throw new Problem(
      'REDISTILL_DEVICE=gpu asks for a GPU, and there is none',
      'See that `nvidia-smi -L` lists it and that CUDA_VISIBLE_DEVICES does not hide it',
      exitCode.machine,
    );
  }
  return gpus;
}

/**
 * The GPUs in a list of `nvidia-smi -L`, by their UUIDs: CUDA may number them differently.
 * @param visible CUDA_VISIBLE_DEVICES: where it is set, only the GPUs in it, as it calls them
 */
export function gpusIn(list: string, visible: string | undefined): string[] {
  const uuids = Array.from(list.matchAll(/^GPU \d+:.*\(UUID: (\S+)\)/gm), ([, uuid]) => uuid!);
  if (visible === undefined || uuids.length === 0) return uuids;
  const named = visible.split(',').map((name) => name.trim());
  // As CUDA reads it, what follows the first name that is none does not count: -1 hides them all.
  const end = named.findIndex((name) => !/^(\d+|GPU-.+|MIG-.+)$/.test(name));
  return end < 0 ? named : named.slice(0, end);
}

/**
 * What tells a job's process which place it has, and how it keeps what is large.
 * @param environment what the process would have by itself
 */
export function environmentOf({ threads, gpu }: Slot, environment = process.env): Record<string, string> {
  const { GLIBC_TUNABLES: tunables } = environment;
  return {
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_NUM_INTEROP_THREADS: String(threads),
    OMP_NUM_THREADS: String(threads),
    CUDA_VISIBLE_DEVICES: gpu ?? '-1',
    // By itself TensorFlow takes all of a GPU's memory, which others may share.
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    // Of what is said twice the last counts, which is the user's.
    GLIBC_TUNABLES: tunables ? `${hugePages}:${tunables}` : hugePages,
  };
}
