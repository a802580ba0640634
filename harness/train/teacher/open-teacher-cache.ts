import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { sha256 } from '../../base/files/hash.ts';
import type { Problem } from '../../base/problem.ts';
import { say } from '../../base/terminal/say.ts';
import { augmentationOutcomes } from '../../data/sets/augmentation.ts';
import type { ImageData } from '../../data/sets/image-set.ts';
import type { Arithmetic } from '../../job/arithmetic.ts';
import type { TeacherCacheSetting } from '../../job/teacher-cache.ts';
import type { Network } from '../../model/engine/network.ts';
import { environment } from '../job/environment.ts';
import { teacherCacheFolder } from '../teacher-cache/folder.ts';
import { TeacherCache } from '../teacher-cache/teacher-cache.ts';
import { trimTeacherCaches } from '../teacher-cache/trim.ts';
import { goesOnWithout } from '../teacher-cache/trouble.ts';

/** Raised whenever the same teacher would give the same images other bits. */
const generation = 1;

export interface CachedTeacher {
  teacher: Network;
  /** The sha256 of its weights' file. */
  weights: string;
  /** As the teacher sees it. */
  data: ImageData;
  /** What it trades bits for; nothing by default. */
  arithmetic?: Arithmetic | undefined;
  /** Where caches are, instead of the user's own folder for them. */
  folder?: string;
}

/**
 * Opens the cache of a teacher's logits and pooled vectors, which are its records' values, and removes what other caches
 * have above the bound.
 * @param onProblem told where the disk does not let it be used
 * @returns undefined where the setting leaves no room for any
 * @throws Problem where another cache is in its place
 */
export async function openTeacherCache(
  { teacher, weights, data, arithmetic, folder = teacherCacheFolder(process.env) }: CachedTeacher,
  { bytes, teachers }: TeacherCacheSetting,
  onProblem = (problem: Problem) => say(goesOnWithout(problem)),
): Promise<TeacherCache | undefined> {
  if (bytes === 0) return undefined;
  const { device, tensorflow } = environment();
  const { shape, mean, deviation, view, training } = data;
  const cache = await TeacherCache.open({
    folder,
    // Not the threads: a frozen pass gives the same bits with any number of them.
    identity: {
      generation,
      network: teacher.name,
      weights,
      images: sha256(training.images),
      shape,
      mean,
      deviation,
      ...(view && { view }),
      ...(arithmetic && { arithmetic }),
      device: device === 'GPU' ? await gpuName() : device,
      instructions: await vectorInstructions(),
      tensorflow,
    },
    images: training.labels.length,
    outcomes: augmentationOutcomes(data),
    width: teacher.classes + teacher.pooled,
    bytes: Math.floor(bytes / teachers),
    onProblem,
  });
  await trimTeacherCaches(folder, [cache], bytes);
  return cache;
}

/** The model of the GPU that this process is given; what it was called by where that cannot be found out. */
async function gpuName(): Promise<string> {
  const { CUDA_VISIBLE_DEVICES: gpu = '0' } = process.env;
  const query = ['--query-gpu=name', '--format=csv,noheader', `--id=${gpu}`];
  const { stdout } = await execa('nvidia-smi', query, { reject: false });
  return stdout || gpu;
}

/** What decides by which kernels a processor computes, beside its name, which virtual machines share. */
async function vectorInstructions(): Promise<string> {
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const flags = /^(?:flags|Features)\s*:(.*)$/m.exec(text)?.[1] ?? '';
  return flags
    .split(/\s+/)
    .filter((flag) => /avx|amx|fma|asimd|sve/.test(flag))
    .join(' ');
}
