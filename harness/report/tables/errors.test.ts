import { expect, test } from 'vitest';
import { baselineSchema } from '../../suite/baseline/schema.ts';
import { expand } from '../../suite/expand.ts';
import small from '../../suite/fixtures/small.ts';
import { suiteSchema } from '../../suite/schema.ts';
import { resultsOf } from './fixtures/results.ts';
import { tablesSchema } from './json.ts';
import { reportOf } from './report.ts';

const pairs = [
  { teacher: 'resnet20', student: 'resnet8' },
  { teacher: 'resnet32', student: 'resnet8' },
] as const;
const suite = suiteSchema.parse({
  ...small,
  tables: [
    { name: 'top1', title: 'Errors', metric: 'top-1 error', pairs, trials: 1 },
    { name: 'top5', title: 'Errors of five', metric: 'top-5 error', pairs, trials: 1 },
  ],
});
const plan = expand(suite);
/** What was published of one distiller alone, as it was printed. */
const row = (mean: number) => ({ distiller: 'KD', means: [mean], sources: ['here'] });
const baseline = baselineSchema.parse({
  ...{ name: 'x', title: 'A test', metric: 'errors', epoch: 'last', dataset: suite.dataset, epochs: 8 },
  margin: { points: 0.5, why: 'a test' },
  prior: { deviation: 0.2, degreesOfFreedom: 10, why: 'a test' },
  sources: { here: { kind: 'restates the paper', what: 'a test' } },
  tables: [
    { name: 'top1', title: 'Errors', metric: 'top-1 error', runs: null, pairs: [pairs[0]], rows: [row(10)] },
    { name: 'top5', title: 'Errors', metric: 'top-5 error', runs: null, pairs: [pairs[0]], rows: [row(1)] },
  ],
});

const top1 = resultsOf({
  'resnet20-teacher': 96,
  'resnet8-vanilla-trial1': 87,
  'resnet8-from-resnet20-KD-trial1': 90.25,
  'resnet8-from-resnet20-CRD+KD-trial1': 92.5,
  'resnet8-from-resnet32-KD-trial1': 90,
  'resnet8-from-resnet32-CRD+KD-trial1': 89,
});
const results = new Map(
  [...top1].map(([id, result]) => [id, { ...result, top5Accuracy: (result.accuracy + 300) / 4 }] as const),
);

test('the least error is the best, and a difference is that of errors', () => {
  expect(reportOf(plan, { results, baseline }).markdown).toMatchInlineSnapshot(`
    "## Errors

    | Teacher network   | resnet20 |  resnet32 |
    | :---------------- | -------: | --------: |
    | Student network   |  resnet8 |   resnet8 |
    | Teacher           |     4.00 |         - |
    | Student (vanilla) |    13.00 |     13.00 |
    | KD                |     9.75 | **10.00** |
    | CRD+KD            | **7.50** |     11.00 |

    Top-1 test error in %, last of 8 epochs, of 1 trial. Bold: the best distiller.

    ## Errors: difference from what was published

    | Teacher network   |      resnet20 | resnet32 |
    | :---------------- | ------------: | -------: |
    | Student network   |       resnet8 |  resnet8 |
    | Teacher           |               |          |
    | Student (vanilla) |               |          |
    | KD                | −0.25 (10.00) |          |
    | CRD+KD            |               |          |

    Ours minus what was published, in points; in brackets what was published.

    ## Errors of five

    | Teacher network   | resnet20 | resnet32 |
    | :---------------- | -------: | -------: |
    | Student network   |  resnet8 |  resnet8 |
    | Teacher           |     1.00 |        - |
    | Student (vanilla) |     3.25 |     3.25 |
    | KD                |     2.44 | **2.50** |
    | CRD+KD            | **1.88** |     2.75 |

    Top-5 test error in %, last of 8 epochs, of 1 trial. Bold: the best distiller.

    ## Errors of five: difference from what was published

    | Teacher network   |     resnet20 | resnet32 |
    | :---------------- | -----------: | -------: |
    | Student network   |      resnet8 |  resnet8 |
    | Teacher           |              |          |
    | Student (vanilla) |              |          |
    | KD                | +1.44 (1.00) |          |
    | CRD+KD            |              |          |

    Ours minus what was published, in points; in brackets what was published.

    ## Over all pairs

    | Distiller | Mean rank | First on | Above KD on | Relative improvement over KD |
    | :-------- | --------: | -------: | ----------: | ---------------------------: |
    | KD        |      1.50 |   1 of 2 |             |                              |
    | CRD+KD    |      1.50 |   1 of 2 |      1 of 2 |                  17.95 % (2) |

    Ranks are over the pairs that have a result of every distiller that can be used on them; 1 is the best. The relative improvement is the mean over pairs of (distiller − KD) / (KD − vanilla), in brackets: over how many pairs.

    All 12 cells have 1 trial.
    "
  `);
});

test('CSV and JSON hold the same errors, and say so', () => {
  const { csv, json } = reportOf(plan, { results, baseline });
  expect(csv).toContain('small,top5,resnet20,resnet8,KD,1,2.4375,,2.4375,,done,2.1875,1,,,1.4375,top-5 error\n');
  expect(csv).toContain('small,top1,resnet20,,teacher,1,4,,4,,,,,,,,top-1 error\n');
  const [first, second] = tablesSchema.parse(JSON.parse(json)).tables.map(({ columns }) => columns[0]!);
  expect(first).toMatchObject({ metric: 'top-1 error', teacherValue: 4 });
  expect(second!.cells[1]).toMatchObject({ trials: [{ number: 1, value: 2.4375 }], published: { difference: 1.4375 } });
});

test('where an earlier version wrote no top-5 accuracy, there is nothing to show', () => {
  const { columns } = tablesSchema.parse(JSON.parse(reportOf(plan, { results: top1 }).json)).tables[1]!;
  expect(columns[0]!.cells.map(({ state }) => state)).toEqual(['waits', 'waits', 'waits']);
});
