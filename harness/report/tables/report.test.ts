import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cellsOf } from '../../results/cells.ts';
import { expand } from '../../suite/expand.ts';
import small from '../../suite/fixtures/small.ts';
import { loadSuite } from '../../suite/load.ts';
import { suiteSchema } from '../../suite/schema.ts';
import { plan, resultsOf, unfinished } from './fixtures/results.ts';
import { escapeLatex } from './latex.ts';
import { reportOf, writeTablesReport } from './report.ts';

const table = plan.tables[0]!;

test('a cell holds mean and sample deviation of its trials', () => {
  const [first, second] = cellsOf(plan, table, { results: unfinished });
  expect(first?.cells[1]).toMatchObject({
    trials: [
      { number: 1, value: 90.25, best: 91.25 },
      { number: 2, value: 91.75, best: 92.75 },
    ],
    planned: 2,
    mean: 91,
    deviation: Math.sqrt(1.125),
    bestMean: 92,
  });
  expect(second?.cells[1]).toMatchObject({
    trials: [{ number: 2, value: 89.05 }],
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
  expect(reportOf(plan, { results: unfinished }).markdown).toMatchInlineSnapshot(`
    "## A small suite

    | Teacher network   |         resnet20 |     resnet32 |
    | :---------------- | ---------------: | -----------: |
    | Student network   |          resnet8 |      resnet8 |
    | Teacher           |            96.25 |            - |
    | Student (vanilla) |     86.70 (0.85) | 86.70 (0.85) |
    | KD                |     91.00 (1.06) |    89.05 [1] |
    | CRD+KD            | **92.45 (0.07)** |        waits |

    Top-1 test accuracy in %, last of 8 epochs, mean (standard deviation) over 2 trials; [n]: over n trials so far. Bold: the best distiller. waits: not run yet.

    ## Over all pairs

    | Distiller | Mean rank | First on | Above KD on | Relative improvement over KD |
    | :-------- | --------: | -------: | ----------: | ---------------------------: |
    | KD        |      2.00 |   0 of 1 |             |                              |
    | CRD+KD    |      1.00 |   1 of 1 |      1 of 1 |                  33.72 % (1) |

    Ranks are over the pairs that have a result of every distiller that can be used on them; 1 is the best. The relative improvement is the mean over pairs of (distiller − KD) / (KD − vanilla), in brackets: over how many pairs.

    Of 6 cells, 4 have 2 trials, 1 has 1 trial, 1 waits.
    "
  `);
});

test('a row that has fewer trials by itself says how many', () => {
  const distillers = plan.suite.distillers.map((row) => (row.name === 'KD' ? { ...row, trials: 1 } : row));
  const fewer = expand({ ...plan.suite, distillers }, { pairs: ['resnet20/resnet8'] });
  const { markdown } = reportOf(fewer, { results: unfinished });
  expect(markdown).toMatch(/^\| KD +\| +90\.25 \[1\] \|$/m);
  expect(markdown).toContain('mean (standard deviation) over 2 trials; [n]: over n trials. Bold');
});

test('the table of nothing is whole too', () => {
  expect(reportOf(plan, { results: resultsOf({}) }).markdown).toMatchInlineSnapshot(`
    "## A small suite

    | Teacher network   | resnet20 | resnet32 |
    | :---------------- | -------: | -------: |
    | Student network   |  resnet8 |  resnet8 |
    | Teacher           |        - |        - |
    | Student (vanilla) |    waits |    waits |
    | KD                |    waits |    waits |
    | CRD+KD            |    waits |    waits |

    Top-1 test accuracy in %, last of 8 epochs, mean (standard deviation) over 2 trials. waits: not run yet.

    All 6 cells wait.
    "
  `);
});

test('an imported teacher is named below the table, and only where it teaches', () => {
  const configuration = {
    kind: 'imported',
    dataset: plan.suite.dataset,
    network: 'resnet32',
    source: '1234abcd5678',
  } as const;
  const imported = [{ id: 'imported', folder: 'none', configuration, accuracy: 97.125 }];
  const taught = reportOf(expand(plan.suite, {}, imported), { results: unfinished }).markdown;
  expect(taught).toMatch(/\| Teacher +\| +96\.25 \| +97\.13 \|/);
  expect(taught).toContain('\n\nTeacher resnet32: imported, sha256 1234abcd, 97.13 %.\n');
  expect(
    reportOf(expand(plan.suite, { distillers: ['vanilla'] }, imported), { results: unfinished }).markdown,
  ).not.toContain('sha256');
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
    expect(reportOf(expand(suite), { results: new Map() }).markdown).toMatchInlineSnapshot(`
      "## Table 1

      | Teacher network   | resnet20 |
      | :---------------- | -------: |
      | Student network   |  resnet8 |
      | Teacher           |        - |
      | Student (vanilla) |    waits |
      | KD                |    waits |
      | FSP               |    waits |

      Top-1 test accuracy in %, last of 8 epochs, mean (standard deviation) over 2 trials. waits: not run yet.

      ## Table 2

      | Teacher network   | wrn_40_2 | vgg13 |
      | :---------------- | -------: | ----: |
      | Student network   | wrn_40_1 |  vgg8 |
      | Teacher           |        - |     - |
      | Student (vanilla) |    waits | waits |
      | KD                |    waits | waits |
      | FSP               |      n/a | waits |

      Top-1 test accuracy in %, last epoch, of 1 trial. waits: not run yet.

      n/a: FSP does not fit wrn_40_2/wrn_40_1, as the channels of its maps (16, 16, 32, 64) are not those of the teacher's (16, 32, 64, 128).

      Of 9 cells, 8 wait, 1 is n/a.
      "
    `);
  });

  test('are one CSV', () => {
    expect(reportOf(expand(suite, { distillers: ['fsp'] }), { results: new Map() }).csv).toMatchInlineSnapshot(`
      "suite,table,teacher,student,distiller,trials,mean,deviation,values,note,state,best_epoch_mean,published,published_deviation,published_runs,difference,metric
      small,table1,resnet20,,teacher,0,,,,,,,,,,,top-1 accuracy
      small,table1,resnet20,resnet8,FSP,0,,,,,waits,,,,,,top-1 accuracy
      small,table2,wrn_40_2,,teacher,0,,,,,,,,,,,top-1 accuracy
      small,table2,vgg13,,teacher,0,,,,,,,,,,,top-1 accuracy
      small,table2,wrn_40_2,wrn_40_1,FSP,0,,,,"n/a: the channels of its maps (16, 16, 32, 64) are not those of the teacher's (16, 32, 64, 128)",n/a,,,,,,top-1 accuracy
      small,table2,vgg13,vgg8,FSP,0,,,,,waits,,,,,,top-1 accuracy
      "
    `);
  });

  test('say which trials were selected', () => {
    const caption = (trial: number[]) => reportOf(expand(suite, { trial }), { results: new Map() }).markdown;
    expect(caption([3])).toContain(', of trial 3.');
    expect(caption([2, 4])).toContain(', mean (standard deviation) over trials 2, 4.');
  });
});

test('the CSV has one line per cell', () => {
  expect(reportOf(plan, { results: unfinished }).csv).toMatchInlineSnapshot(`
    "suite,table,teacher,student,distiller,trials,mean,deviation,values,note,state,best_epoch_mean,published,published_deviation,published_runs,difference,metric
    small,small,resnet20,,teacher,1,96.25,,96.25,,,,,,,,top-1 accuracy
    small,small,resnet32,,teacher,0,,,,,,,,,,,top-1 accuracy
    small,small,resnet20,resnet8,vanilla,2,86.7,0.8485,86.1 87.3,,done,87.7,,,,,top-1 accuracy
    small,small,resnet20,resnet8,KD,2,91,1.0607,90.25 91.75,,done,92,,,,,top-1 accuracy
    small,small,resnet20,resnet8,CRD+KD,2,92.45,0.0707,92.4 92.5,,done,93.45,,,,,top-1 accuracy
    small,small,resnet32,resnet8,vanilla,2,86.7,0.8485,86.1 87.3,,done,87.7,,,,,top-1 accuracy
    small,small,resnet32,resnet8,KD,1,89.05,,89.05,,unfinished,90.05,,,,,top-1 accuracy
    small,small,resnet32,resnet8,CRD+KD,0,,,,,waits,,,,,,top-1 accuracy
    "
  `);
});

test('a table that no row fits has the epochs that are asked for', async () => {
  const suite = await loadSuite('cifar100');
  const selection = { pairs: ['wrn_40_2/wrn_40_1'], distillers: ['FSP'] };
  const captionIn = (epochs?: number) => {
    const { markdown } = reportOf(expand(suite, { ...selection, epochs }), { results: new Map() });
    return /^Top-1 .*$/m.exec(markdown)?.[0];
  };
  expect(captionIn()).toBe('Top-1 test accuracy in %, last of 240 epochs, mean (standard deviation) over 5 trials.');
  expect(captionIn(2)).toBe('Top-1 test accuracy in %, last of 2 epochs, mean (standard deviation) over 5 trials.');
  expect(captionIn(1)).toContain('last of 1 epoch, mean');
});

test('both are written, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'redistill-report-'));
  const report = reportOf(plan, { results: unfinished });
  const files = await writeTablesReport(report, folder);
  expect(files).toEqual(['md', 'tex', 'csv', 'json'].map((format) => join(folder, `table.${format}`)));
  expect((await readdir(folder)).sort()).toEqual(['table.csv', 'table.json', 'table.md', 'table.tex']);
  expect(await readFile(join(folder, 'table.md'), 'utf8')).toBe(report.markdown);
  await rm(folder, { recursive: true });
});

test('a folder that cannot be written is a Problem', async () => {
  const there = writeTablesReport(reportOf(plan, { results: unfinished }), '/sys');
  await expect(there).rejects.toThrow(/^\/sys\/table.md cannot be written: /);
});

test('LaTeX shows text as it is, and its own minus', () => {
  expect(escapeLatex('wrn_40_2 100% a&b #1 {x} ^~\\ -0.16 (73.33), −0.25, CRD-tau0.1')).toBe(
    'wrn\\_40\\_2 100\\% a\\&b \\#1 \\{x\\} \\textasciicircum{}\\textasciitilde{}\\textbackslash{} $-$0.16 (73.33), $-$0.25, CRD-tau0.1',
  );
});
