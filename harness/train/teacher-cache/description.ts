import { readFile } from 'node:fs/promises';
import { sha256 } from '../../base/files/hash.ts';
import { exitCode, isSystemError, Problem } from '../../base/problem.ts';
import { checksumBytes } from './checksum.ts';

/** What a cache holds, in a form that people can read: `KEY.json` beside its records. */
export interface CacheDescription {
  /** All that decides a record's bits, as plain JSON: the teacher's weights, the data, processor, TensorFlow, threads. */
  identity: object;
  /** How many training images there are. */
  images: number;
  /** How many outcomes the augmentation has. */
  outcomes: number;
  /** How many float32 values a record has: the teacher's logits and its pooled vector. */
  width: number;
}

/** Raised when the place or the form of a record changes. */
const format = 1;

/** The description as JSON: the same text for the same description, in whatever order its fields were given. */
export function descriptionText({ identity, images, outcomes, width }: CacheDescription): string {
  return `${canonical({ format, identity, images, outcomes, width })}\n`;
}

/** What the cache's files are named after: 16 hexadecimal digits. */
export function cacheKey(description: CacheDescription): string {
  return sha256(descriptionText(description)).slice(0, 16);
}

/** The bytes that a record takes in the file. */
export function slotBytesOf({ width }: Pick<CacheDescription, 'width'>): number {
  return width * Float32Array.BYTES_PER_ELEMENT + checksumBytes;
}

/** How many records a cache keeps, at most, within a bound in bytes. */
export function capacityOf(description: Omit<CacheDescription, 'identity'>, bytes: number): number {
  const { images, outcomes } = description;
  return Math.min(images * outcomes, Math.floor(bytes / slotBytesOf(description)));
}

/**
 * Is the description there? Errors are the system's.
 * @throws Problem where another one is in its place
 */
export async function isDescribed(path: string, description: CacheDescription): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (text === undefined) return false;
  if (isSame(text, description)) return true;
  throw new Problem(
    `${path} describes another teacher cache than the one that its name stands for`,
    'Remove it, and the .records file beside it: what they held is computed anew',
    exitCode.data,
  );
}

function isSame(text: string, description: CacheDescription): boolean {
  const ours = descriptionText(description);
  try {
    return `${canonical(JSON.parse(text))}\n` === ours;
  } catch {
    // It is not JSON, or nested more deeply than any that is written here.
    return false;
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) => (isPlain(field) ? sortFields(field) : field), 2);
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortFields(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
