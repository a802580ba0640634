import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { availableCores, availableMemory } from '../../base/machine/capacity.ts';
import { askedDevice } from '../../base/machine/device.ts';
import { askedKernels } from '../../base/machine/kernels.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { hugePages } from './huge-pages.ts';

/** A place in which one job runs at a time. */
export interface Slot {
  /** How many threads the job has for itself. */
  threads: number;
  /** The one GPU that the job sees, by its UUID or its number; undefined where it runs on the CPU. */
  gpu: string | undefined;
}

/** What the user says about slots. */
export interface SlotOptions {
  /** Only these GPUs, as `nvidia-smi` or CUDA_VISIBLE_DEVICES calls them; all by default. */
  gpus?: readonly string[] | undefined;
  /** How many jobs share a GPU; 1 by default. */
  jobsPerGpu?: number | undefined;
  /** How many jobs run at once where there is no GPU; as many as there is room for by default. */
  atOnce?: number | undefined;
}

/** What a machine or a container has for its jobs. */
export interface Capacity {
  cores: number;
  /** In bytes. */
  memory: number;
}

/** What a small job takes, such as one of `digits`, and somewhat more; in bytes. */
const memoryOfJob = 1e9;

/**
 * The slots on this machine: one or more for each GPU, or where there is none, as many as its cores and its memory have room for.
 * REDISTILL_DEVICE=cpu leaves the GPUs alone, REDISTILL_DEVICE=gpu insists on them.
 * @param threads how many threads a job has on the CPU
 * @throws Problem where a GPU was asked for and none is there, for any other value, and for `atOnce` where jobs have GPUs
 */
export async function findSlots(
  threads: number,
  { gpus, jobsPerGpu = 1, atOnce }: SlotOptions = {},
  environment = process.env,
  capacity: Capacity = { cores: availableCores(), memory: availableMemory() },
): Promise<Slot[]> {
  askedKernels(environment);
  const found = gpus ? await namedGpus(gpus, environment) : await findGpus(environment);
  if (found.length === 0) return slotsOfCores(threads, capacity, atOnce);
  if (atOnce !== undefined) {
    throw new Problem(
      '--at-once is for jobs on a CPU, and these have GPUs',
      'Set with --jobs-per-gpu how many share one, or set REDISTILL_DEVICE=cpu',
    );
  }
  // The second job of any GPU comes after the first of all.
  return slotsOfGpus(Array.from({ length: jobsPerGpu }, () => found).flat(), capacity);
}

/** A GPU that is there twice takes two jobs. */
export function slotsOfGpus(gpus: readonly string[], { cores }: Capacity): Slot[] {
  return gpus.map((gpu) => ({ gpu, threads: Math.max(1, Math.floor(cores / gpus.length)) }));
}

export function slotsOfCores(threads: number, { cores, memory }: Capacity, atOnce?: number): Slot[] {
  const room = Math.max(1, Math.min(Math.floor(cores / threads), Math.floor(memory / memoryOfJob)));
  return Array.from({ length: atOnce ?? room }, () => ({ gpu: undefined, threads: Math.min(threads, cores) }));
}

/** The GPUs that `--gpus` names. */
async function namedGpus(names: readonly string[], environment: NodeJS.ProcessEnv): Promise<string[]> {
  const option = `--gpus ${names.join(',')}`;
  const [contrary] = Object.entries({ REDISTILL_DEVICE: 'cpu', REDISTILL_TENSORFLOW: 'cpu' }).filter(
    ([name, value]) => environment[name] === value,
  );
  if (contrary)
    throw new Problem(`${option} asks for a GPU, and ${contrary.join('=')} for none`, 'Leave one of them out');
  askedDevice(environment);
  const uuids = gpusIn(await listOfGpus(environment), undefined);
  if (uuids.length === 0) {
    throw new Problem(
      `${option} asks for a GPU, and there is none`,
      'Check that `nvidia-smi -L` lists it, or leave the option out',
      exitCode.machine,
    );
  }
  const wrong = names.find((name) => !isGpu(name) || Number(name) >= uuids.length);
  if (wrong !== undefined) {
    throw new Problem(
      `${option} names '${wrong}', and there is no such GPU`,
      `Give numbers from 0 to ${uuids.length - 1}, or UUIDs as \`nvidia-smi -L\` lists them`,
      exitCode.machine,
    );
  }
  return [...names];
}

async function findGpus(environment: NodeJS.ProcessEnv): Promise<string[]> {
  const device = askedDevice(environment);
  // The build of TensorFlow for CPUs knows no GPU.
  if (device === 'cpu' || environment.REDISTILL_TENSORFLOW === 'cpu') return [];
  const gpus = gpusIn(await listOfGpus(environment), environment.CUDA_VISIBLE_DEVICES);
  if (device === 'gpu' && gpus.length === 0) {
    throw new Problem(
      'REDISTILL_DEVICE=gpu asks for a GPU, and there is none',
      'Check that `nvidia-smi -L` lists it and that CUDA_VISIBLE_DEVICES does not hide it',
      exitCode.machine,
    );
  }
  return gpus;
}

/** What `nvidia-smi -L` prints; nothing where there is no such program. */
async function listOfGpus(environment: NodeJS.ProcessEnv): Promise<string> {
  const list = promisify(execFile)('nvidia-smi', ['-L'], { env: environment, timeout: 30_000 });
  return (await list.catch(() => ({ stdout: '' }))).stdout;
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
  const end = named.findIndex((name) => !isGpu(name));
  return end < 0 ? named : named.slice(0, end);
}

/** Is that a GPU's name, as CUDA reads it? */
function isGpu(name: string): boolean {
  return /^(\d+|GPU-.+|MIG-.+)$/.test(name);
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
    // By default TensorFlow takes all of a GPU's memory, which others may share.
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    // Of what is said twice the last counts, which is the user's.
    GLIBC_TUNABLES: tunables ? `${hugePages}:${tunables}` : hugePages,
  };
}
