import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';

import { basename, dirname, join } from 'node:path';
import type { Command } from 'commander';
import { expectedProduct, type ProbeResult } from '../../scripts/setup/probe.ts';
import { commandLine } from '../base/command-line.ts';
import { cacheFolder } from '../base/files/cache.ts';
import { availableCores, availableMemory } from '../base/machine/capacity.ts';
import { askedDevice, checkGpu } from '../base/machine/device.ts';
import { askedKernels, checkKernels } from '../base/machine/kernels.ts';
import { type Quota, readQuota } from '../base/machine/quota.ts';
import { exitCode, Problem } from '../base/problem.ts';
import { programCommand } from '../base/typescript.ts';
import type { End } from './options.ts';

/** Adds `doctor`: what Redistill runs on. */
export function addDoctorCommand(program: Command, end: End): void {
  program
    .command('doctor')
    .description('show what Redistill runs on, and whether it works')
    .action(async () => end(await doctor()));
}

/**
 * Prints what Redistill runs on, one aligned line a fact, and lets TensorFlow compute something.
 * @returns 0
 * @throws Problem where TensorFlow does not work, or does not use the GPU that REDISTILL_TENSORFLOW=cuda or
 * REDISTILL_DEVICE=gpu asked for, or REDISTILL_KERNELS asks for what there is not
 */
export async function doctor(): Promise<number> {
  askedKernels(process.env);
  const { setUp } = await import('../../scripts/setup/setup.ts');
  await setUp();
  const cache = cacheFolder(process.env);
  const { default: own } = await import('../../package.json', { with: { type: 'json' } });
  const [processor] = cpus();
  const quota = readQuota();
  const { result, gpus } = await probeTensorFlow(cache);
  const device = result.gpu ? gpus.join(', ') || 'a GPU' : `CPU (${processor?.model.trim()})`;
  const right = result.product.every((value, index) => value === expectedProduct[index]);
  print({
    Redistill: own.version,
    Node: process.versions.node,
    TensorFlow: `${result.version}, from ${await wheelOf(result.library)}`,
    Device: device,
    Kernels: result.kernels,
    Threads: threadsFact(quota),
    Memory: memoryFact(quota),
    Cache: `${cache} (${gigabytes(await folderBytes(cache))})`,
    'A product': right ? 'right' : `wrong: ${result.product.join(' ')}, and ${expectedProduct.join(' ')} is right`,
  });
  if (!right) throw new Problem('TensorFlow computes wrong numbers', reinstall(cache), exitCode.machine);
  checkGpu(result.gpu, process.env);
  checkKernels(result.kernels, process.env);
  return exitCode.done;
}

/** `2 of 2 cores`, `1 of 64 cores, by this container's quota of 1.5` */
export function threadsFact(quota: Quota): string {
  const cores = availableCores(quota);
  const isLess = cores < availableParallelism();
  return `${cores} of ${cpus().length} cores${isLess ? `, by this container's quota of ${quota.cores}` : ''}`;
}

/** `25.0 GB, of which 21.3 GB are free`, `3.0 GB of 25.0 GB, by this container's limit` */
export function memoryFact(quota: Quota): string {
  const memory = availableMemory(quota);
  return memory < totalmem()
    ? `${gigabytes(memory)} of ${gigabytes(totalmem())}, by this container's limit`
    : `${gigabytes(memory)}, of which ${gigabytes(freemem())} are free`;
}

/** The GPUs in TensorFlow's log of its start: `NVIDIA H100 80GB HBM3 (78762 MB)` for each. */
export function gpusInLog(log: string): string[] {
  const created = /Created device \S*device:GPU:\d+ with (\d+) MB memory.*?name: (.*?), pci bus id/g;
  return Array.from(log.matchAll(created), ([, memory, name]) => `${name} (${memory} MB)`);
}

async function probeTensorFlow(cache: string): Promise<{ result: ProbeResult; gpus: string[] }> {
  const { execa } = await import('execa');
  const [program, ...args] = programCommand('scripts/setup/probe.ts');
  // At level 0 TensorFlow's log names the GPUs that it takes: TensorFlow.js has no call that does.
  const hidden = askedDevice(process.env) === 'cpu' ? { CUDA_VISIBLE_DEVICES: '-1' } : {};
  const env = { TF_CPP_MIN_LOG_LEVEL: '0', ...hidden };
  const child = await execa(program, args, { env, reject: false });
  if (child.exitCode === 0) return { result: JSON.parse(child.stdout), gpus: gpusInLog(child.stderr) };
  const why = child.stderr.split('\n').find((line) => /^\w*Error|redistill:|^F\d|^\S+ F /.test(line));
  throw new Problem(`TensorFlow does not work (${why ?? child.shortMessage})`, reinstall(cache), exitCode.machine);
}

/** The wheel that this library was unpacked from, as the manifest beside it says: `tensorflow-cpu 2.21.0 (cpu)`. */
async function wheelOf(library: string): Promise<string> {
  const runtime = dirname(dirname(library));
  try {
    const manifest = JSON.parse(await readFile(join(runtime, 'manifest.json'), 'utf8')) as { wheels: string[] };
    return `the wheel ${manifest.wheels[0]} (${manifest.wheels[0]?.startsWith('tensorflow-cpu ') ? 'cpu' : 'cuda'})`;
  } catch {
    return `${basename(runtime)}, which is not of Redistill's cache`;
  }
}

async function folderBytes(folder: string): Promise<number> {
  const { readdir, stat } = await import('node:fs/promises');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

function reinstall(cache: string): string {
  return `Remove ${cache} and run \`${commandLine('doctor')}\` again, which installs TensorFlow anew`;
}

function print(facts: Record<string, string>): void {
  const width = Math.max(...Object.keys(facts).map((name) => name.length));
  for (const [name, fact] of Object.entries(facts)) console.log(`${name.padEnd(width)}  ${fact}`);
}
