import { fstatSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { peakKilobytes } from '../../base/machine/peak-kilobytes.ts';
import { Problem } from '../../base/problem.ts';
import { RandomStream } from '../../model/engine/random.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateJson, mutateLines } from './mutate-json.ts';
import type { FileSample, Reader } from './sample.ts';

/** What no file may take, however it is damaged. */
const most = { seconds: 2, megabytes: 500, sentence: 2100 };

/**
 * Lets a reader read its samples as they are: were these refused, their mutations would say nothing.
 * @returns what is refused, and why; undefined where nothing is
 */
export async function refusedSample({ samples, read }: Reader, scratch: string): Promise<string | undefined> {
  for (const [place, { bytes, whole, isRefused }] of samples.entries()) {
    if (isRefused) continue;
    const folder = await mkdtemp(join(scratch, 'folder-'));
    try {
      await read((await whole?.(bytes)) ?? bytes, folder);
    } catch (error) {
      return `refuses sample ${place} as it is: ${(error as Error).stack}`;
    }
    await rm(folder, { recursive: true, force: true });
  }
  return undefined;
}

/** The file that a reader's mutation of that number is. */
export async function mutated(name: string, { samples }: Reader, number: number): Promise<Buffer> {
  const sample = samples[number % samples.length]!;
  const part = mutate(sample, new RandomStream(0, name, number));
  return (await sample.whole?.(part)) ?? part;
}

function mutate({ bytes, form }: FileSample, random: RandomStream): Buffer {
  if (form === 'bytes' || random.integer(4) === 0) return mutateBytes(bytes, random);
  return Buffer.from((form === 'json' ? mutateJson : mutateLines)(bytes.toString(), random));
}

/**
 * Lets a reader read a mutated file.
 * @param scratch a folder for it
 * @returns what it did wrong; undefined where it did nothing wrong
 */
export async function tryMutation(file: Buffer, reader: Reader, scratch: string): Promise<string | undefined> {
  const folder = await mkdtemp(join(scratch, 'folder-'));
  const outputBefore = outputLength();
  forgetPeak();
  const memoryBefore = peakKilobytes() / 1024;
  const before = process.cpuUsage();
  let fault: string | undefined;
  try {
    await reader.read(file, folder);
  } catch (error) {
    fault = error instanceof Problem ? faultOf(error) : `threw ${(error as Error)?.stack ?? String(error)}`;
  }
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  await rm(folder, { recursive: true, force: true });
  const output = outputLength() - outputBefore;
  if (fault !== undefined) return fault;
  if (output > 0) return `printed ${output} bytes: ${lastOutput(output).trim()}`;
  if (seconds > most.seconds) return `took ${seconds.toFixed(1)} seconds of the processor`;
  const megabytes = peakKilobytes() / 1024 - memoryBefore;
  if (megabytes > most.megabytes) return `took ${Math.round(megabytes)} MB of memory`;
  return undefined;
}

/** What is wrong with a Problem's sentence: a user is to read it in a terminal. */
function faultOf({ sentence }: Problem): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that are looked for.
  if (/[\u0000-\u001f\u007f-\u009f]/.test(sentence)) return `said control characters: ${JSON.stringify(sentence)}`;
  if (sentence.length > most.sentence) return `said ${sentence.length} characters: ${sentence.slice(0, 200)}`;
  const strange = /\bundefined\b|\bNaN\b|\[object|is not a function|of undefined|of null|Cannot read prop/.exec(
    sentence,
  );
  return strange ? `said '${strange[0]}': ${sentence}` : undefined;
}

/** From here on `peakKilobytes` counts anew (proc(5): clear_refs). */
const forgetPeak = () => writeFileSync('/proc/self/clear_refs', '5');

/** How much this process has written: its standard output and error are one file, where a test has started it. */
function outputLength(): number {
  const status = fstatSync(2);
  return status.isFile() ? status.size : 0;
}

const lastOutput = (length: number) => readFileSync('/proc/self/fd/2').subarray(-length).toString('utf8', 0, 500);
