import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expand } from '../suite/expand.ts';
import small from '../suite/fixtures/small.ts';
import { suiteSchema } from '../suite/schema.ts';
import { cellsOf } from './cells.ts';
import { plan, resultsOf, unfinished } from './fixtures/results.ts';
import { reportOf, writeReport } from './report.ts';

const table = plan.tables[0]!;

test('a cell holds mean and sample deviation of its trials', () => {
  const [first, second] = cellsOf(plan, table, { results: unfinished });
  expect(first?.cells[1]).toMatchObject({
    trials: [
      { number: 1, accuracy: 90.25, best: 91.25 },
      { number: 2, accuracy: 91.75, best: 92.75 },
    ],
    planned: 2,
    mean: 91,
    deviation: Math.sqrt(1.125),
    bestMean: 92,
  });
  expect(second?.cells[1]).toMatchObject({
    trials: [{ number: 2, accuracy: 89.05 }],
    mean: 89.05,
    deviation: undefined,
  });
  expect(second?.cells[2]).toMatchObject({ trials: [], mean: undefined, deviation: undefined });
});

test("results of another plan don't count", () => {
  const shorter = expand(plan.suite, { epochs: 1 });
  const columns = cellsOf(shorter, shorter.tables[0]!, { results: unfinished });
  expect(columns.flatMap(({ cells }) => cells.flatMap(({ trials }) => trials))).toEqual([]);
});

test('the table says what is there, and which distiller is best', () => {
  expect(reportOf(plan, unfinished).markdown).toMatchInlineSnapshot(`
    "## A small suite

    | Teacher network   |         resnet20 |     resnet32 |
    | :---------------- | ---------------: | -----------: |
    | Student network   |          resnet8 |      resnet8 |
    | Teacher           |            96.25 |            - |
    | Student (vanilla) |     86.70 (0.85) | 86.70 (0.85) |
    | KD                |     91.00 (1.06) |    89.05 [1] |
    | CRD+KD            | **92.45 (0.07)** |            - |

    Top-1 test accuracy in %, last of 8 epochs, mean (standard deviation) over 2 trials; [n]: over n trials so far. Bold: the best distiller.
    "
  `);
});

test('the table of nothing is whole too', () => {
  expect(reportOf(plan, resultsOf({})).markdown).toMatchInlineSnapshot(`
    "## A small suite

    | Teacher network   | resnet20 | resnet32 |
    | :---------------- | -------: | -------: |
    | Student network   |  resnet8 |  resnet8 |
    | Teacher           |        - |        - |
    | Student (vanilla) |        - |        - |
    | KD                |        - |        - |
    | CRD+KD            |        - |        - |

    Top-1 test accuracy in %, last of 8 epochs, mean (standard deviation) over 2 trials.
    "
  `);
});

test('an imported teacher is told of below the table, and only where it teaches', () => {
  const configuration = {
    kind: 'imported',
    dataset: plan.suite.dataset,
    network: 'resnet32',
    source: '1234abcd5678',
  } as const;
  const imported = [{ id: 'imported', folder: 'none', configuration, accuracy: 97.125 }];
  const taught = reportOf(expand(plan.suite, {}, imported), unfinished).markdown;
  expect(taught).toMatch(/\| Teacher +\| +96\.25 \| +97\.13 \|/);
  expect(taught).toContain('\n\nTeacher resnet32: imported, sha256 1234abcd, 97.13 %.\n');
  expect(reportOf(expand(plan.suite, { distillers: ['vanilla'] }, imported), unfinished).markdown).not.toContain(
    'sha256',
  );
});

describe('several tables', () => {
  const fsp = { name: 'FSP', gamma: 1, alpha: 0, beta: 50, method: { name: 'fsp' }, source: 'a test' };
  const suite = suiteSchema.parse({
    ...small,
    tables: [
      { name: 'table1', title: 'Table 1', pairs: [{ teacher: 'resnet20', student: 'resnet8' }], trials: 2 },
      {
        name: 'table2',
        title: 'Table 2',
        pairs: [
          { teacher: 'wrn_40_2', student: 'wrn_40_1' },
          { teacher: 'vgg13', student: 'vgg8', recipe: { epochs: 4 } },
        ],
        trials: 1,
      },
    ],
    distillers: [...small.distillers.slice(0, 2), fsp],
  });

  test('stand below each other, each with its own trials; n/a says why', () => {
    expect(reportOf(expand(suite), new Map()).markdown).toMatchInlineSnapshot(`
      "## Table 1

      | Teacher network   | resnet20 |
      | :---------------- | -------: |
      | Student network   |  resnet8 |
      | Teacher           |        - |
      | Student (vanilla) |        - |
      | KD                |        - |
      | FSP               |        - |

      Top-1 test accuracy in %, last of 8 epochs, mean (standard deviation) over 2 trials.

      ## Table 2

      | Teacher network   | wrn_40_2 | vgg13 |
      | :---------------- | -------: | ----: |
      | Student network   | wrn_40_1 |  vgg8 |
      | Teacher           |        - |     - |
      | Student (vanilla) |        - |     - |
      | KD                |        - |     - |
      | FSP               |      n/a |     - |

      Top-1 test accuracy in %, last epoch, of 1 trial.

      n/a: FSP cannot serve wrn_40_2/wrn_40_1, as the channels of its maps (16, 16, 32, 64) are not those of the teacher's (16, 32, 64, 128).
      "
    `);
  });

  test('are one CSV', () => {
    expect(reportOf(expand(suite, { distillers: ['fsp'] }), new Map()).csv).toMatchInlineSnapshot(`
      "suite,table,teacher,student,distiller,trials,mean,deviation,accuracies,note
      small,table1,resnet20,,teacher,0,,,,
      small,table1,resnet20,resnet8,FSP,0,,,,
      small,table2,wrn_40_2,,teacher,0,,,,
      small,table2,vgg13,,teacher,0,,,,
      small,table2,wrn_40_2,wrn_40_1,FSP,0,,,,"n/a: the channels of its maps (16, 16, 32, 64) are not those of the teacher's (16, 32, 64, 128)"
      small,table2,vgg13,vgg8,FSP,0,,,,
      "
    `);
  });

  test('say which trials were selected', () => {
    const caption = (trial: number[]) => reportOf(expand(suite, { trial }), new Map()).markdown;
    expect(caption([3])).toContain(', of trial 3.');
    expect(caption([2, 4])).toContain(', mean (standard deviation) over trials 2, 4.');
  });
});

test('the CSV has a line a cell', () => {
  expect(reportOf(plan, unfinished).csv).toMatchInlineSnapshot(`
    "suite,table,teacher,student,distiller,trials,mean,deviation,accuracies,note
    small,small,resnet20,,teacher,1,96.25,,96.25,
    small,small,resnet32,,teacher,0,,,,
    small,small,resnet20,resnet8,vanilla,2,86.7,0.8485,86.1 87.3,
    small,small,resnet20,resnet8,KD,2,91,1.0607,90.25 91.75,
    small,small,resnet20,resnet8,CRD+KD,2,92.45,0.0707,92.4 92.5,
    small,small,resnet32,resnet8,vanilla,2,86.7,0.8485,86.1 87.3,
    small,small,resnet32,resnet8,KD,1,89.05,,89.05,
    small,small,resnet32,resnet8,CRD+KD,0,,,,
    "
  `);
});

test('both are written, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'redistill-report-'));
  const report = reportOf(plan, unfinished);
  const files = await writeReport(report, folder);
  expect(files).toEqual([join(folder, 'table.md'), join(folder, 'table.csv')]);
  expect((await readdir(folder)).sort()).toEqual(['table.csv', 'table.md']);
  expect(await readFile(join(folder, 'table.md'), 'utf8')).toBe(report.markdown);
  await rm(folder, { recursive: true });
});

test('a folder that cannot be written is a Problem', async () => {
  const there = writeReport(reportOf(plan, unfinished), '/sys');
  await expect(there).rejects.toThrow(/^\/sys\/table.md cannot be written: /);
});
