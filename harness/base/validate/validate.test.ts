import { expect, test } from 'vitest';
import { z } from 'zod';
import { Problem } from '../problem.ts';
import { nearest } from './nearest.ts';
import { validate } from './validate.ts';

const schema = z.strictObject({ names: z.array(z.string()), more: z.unknown().optional() });

function sentenceFor(value: unknown, of: z.ZodType = schema): string {
  try {
    validate(of, value, 'the file');
  } catch (error) {
    if (error instanceof Problem) return error.sentence;
    throw error;
  }
  throw new Error('it is taken');
}

/** Of all at once: more than a list of this many may take. */
const within = { timeout: 2000 };

test('what is nested too deeply to be written is a Problem too', within, () => {
  const deep = JSON.parse(`${'['.repeat(1e5)}${']'.repeat(1e5)}`);
  expect(sentenceFor({ names: [deep] })).toBe('the file: names[0] is a list that cannot be written. It must be a text');
  const round: Record<string, unknown> = {};
  round.again = round;
  expect(sentenceFor({ names: round })).toBe('the file: names is an object that cannot be written. It must be a list');
});

test('a million faults take no longer than one', within, () => {
  const many = Array.from({ length: 1e6 }, () => 0);
  expect(sentenceFor({ names: many })).toBe('the file: names[0] is 0. It must be a text');
});

test('of many entries all are read, and a fault among the last is told', () => {
  const many = Array.from({ length: 3000 }, String);
  expect(validate(schema, { names: many }, 'the file').names).toEqual(many);
  expect(sentenceFor({ names: [...many, 1] })).toContain('names[3000] is 1');
});

test('of a number, what it must be a multiple of is said', () => {
  const pairs = z.strictObject({ training: z.int().positive().max(500).multipleOf(100) });
  expect(sentenceFor({ training: 150 }, pairs)).toBe(
    'the file: training is 150. It must be a multiple of 100, greater than 0 and at most 500',
  );
});

test('an endless name is like none', within, () => {
  expect(sentenceFor({ ['name'.repeat(1e6)]: 1, names: [] })).toContain('is unknown. Allowed are names, more');
});

test('the name that was probably meant is the nearest one', within, () => {
  const meant = (typed: string) => nearest(typed, ['names', 'more']);
  expect(['nams', 'NAMES', 'mroe', 'nothing', 'name'.repeat(1e6)].map(meant)).toEqual([
    'names',
    'names',
    'more',
    undefined,
    undefined,
  ]);
});

test('of a value that may be null, or one of several, all that it may be is said', () => {
  const about = z.strictObject({
    runs: z.int().positive().nullable(),
    share: z.number().min(0).max(1).nullable(),
    tuned: z.boolean().nullable(),
    commit: z.string().nullable(),
    finest: z.union([z.literal(2), z.literal(4)]),
    lists: z.array(z.strictObject({ sure: z.boolean() })).nullable(),
  });
  const right = { runs: null, share: 0.5, tuned: null, commit: null, finest: 2, lists: null };
  const cure = (wrong: object) => sentenceFor({ ...right, ...wrong }, about);
  expect(cure({ runs: 0 })).toBe('the file: runs is 0. It must be a whole number, greater than 0, or null');
  expect(cure({ share: 71 })).toBe('the file: share is 71. It must be a number, at least 0 and at most 1, or null');
  expect(cure({ tuned: 'no' })).toBe("the file: tuned is 'no'. It must be true, false or null");
  expect(cure({ commit: 1234567 })).toBe('the file: commit is 1234567. It must be a text or null');
  expect(cure({ finest: 3 })).toBe('the file: finest is 3. It must be 2 or 4');
  expect(cure({ lists: [{ sure: 1 }] })).toBe('the file: lists[0].sure is 1. It must be true or false');
  expect(cure({ lists: [{ sur: true }] })).toBe(
    'the file: lists[0].sur is unknown. Did you mean sure? Allowed are sure',
  );
});
