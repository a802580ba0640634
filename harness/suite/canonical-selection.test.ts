import { describe, expect, test } from 'vitest';
import { canonicalSelection } from './canonical-selection.ts';
import { expand } from './expand.ts';
import small from './fixtures/small.ts';
import { suiteSchema } from './schema.ts';
import type { Selection } from './selection.ts';
import { selectionFolder, selectionName, selectionPhrase, selectionText } from './selection-text.ts';

const suite = suiteSchema.parse(small);
const configuration = { kind: 'imported', dataset: suite.dataset, network: 'resnet20', source: '1234abcd' } as const;
const imported = [{ id: 'imported', folder: 'none', configuration, accuracy: 97 }];

describe("nothing is left of a selection that is the suite's own", () => {
  test.each<Selection>([
    {},
    { epochs: 8, trials: 2 },
    { trial: [2, 1] },
    { distillers: ['default'], tables: ['SMALL'], pairs: ['resnet8'] },
    { distillers: ['crd+kd', 'kd', 'VANILLA'], epochs: undefined },
    { teacherSeed: 0 },
  ])('%j', (selection) => {
    expect(canonicalSelection(suite, selection)).toEqual({});
  });
});

test.each<[Selection, string, string]>([
  [
    { epochs: 1, trials: 1, distillers: ['Vanilla'] },
    '--distillers vanilla --trials 1 --epochs 1',
    'distillers-vanilla-trials-1-epochs-1',
  ],
  [
    { pairs: ['RESNET20'], distillers: ['kd', 'vanilla'] },
    '--pairs resnet20/resnet8 --distillers vanilla,KD',
    'pairs-resnet20_resnet8-distillers-vanilla,KD',
  ],
  [{ arithmetic: { tf32: true, xla: true }, trial: [5, 3] }, '--trial 3,5 --xla --tf32', 'trial-3,5-xla-tf32'],
  [{ teacherSeed: 7 }, '--teacher-seed 7', 'teacher-seed-7'],
])('%j is %s', (selection, text, name) => {
  const canonical = canonicalSelection(suite, selection);
  expect(selectionText(canonical)).toBe(text);
  expect(selectionName(canonical)).toBe(name);
  expect(expand(suite, canonical).jobs).toEqual(expand(suite, selection).jobs);
});

test('teachers of a seed are another selection where one was imported', () => {
  expect(canonicalSelection(suite, { teacherSeed: 0 }, imported)).toEqual({ teacherSeed: 0 });
});

test('what the suite does not have is a Problem', () => {
  expect(() => canonicalSelection(suite, { distillers: ['gone'] })).toThrow("no distiller 'gone'");
});

test("the suite's own tables stand in its folder, all others below, under names that a disk takes", () => {
  expect(selectionFolder('results/small', {})).toBe('results/small');
  expect(selectionFolder('results/small', { epochs: 1 })).toBe('results/small/selections/epochs-1');
  const trial = Array.from({ length: 400 }, (_, index) => index + 1);
  const names = [trial, trial.slice(1)].map((trial) => selectionName({ trial })!);
  expect(names[0]).not.toBe(names[1]);
  expect(Math.max(...names.map(({ length }) => length))).toBeLessThan(200);
  expect([selectionPhrase({}), selectionPhrase({ epochs: 1 })]).toEqual([
    "the suite's own selection",
    'the selection --epochs 1',
  ]);
});
