import { expect, test } from 'vitest';
import type { Result } from '../../job/result.ts';
import { cellsOf } from '../../results/cells.ts';
import { resultOf } from '../../results/evidence/fixtures/write-results.ts';
import { baselineSchema } from '../../suite/baseline/schema.ts';
import { expand } from '../../suite/expand.ts';
import small from '../../suite/fixtures/small.ts';
import transferred from '../../suite/fixtures/transferred.ts';
import { suiteSchema } from '../../suite/schema.ts';
import { reportOf } from './report.ts';

const suite = suiteSchema.parse(transferred);
const plan = expand(suite, { distillers: ['vanilla', 'KD'] });

const accuracies: Record<string, number> = {
  'resnet32-teacher': 99,
  'resnet32-teacher-on-few': 41,
  'resnet8-vanilla-trial1': 98,
  'resnet8-vanilla-trial1-on-few': 50,
  'resnet8-vanilla-trial2-on-few': 52,
  'resnet8-from-resnet32-KD-trial1-on-few': 60,
  'resnet8-from-resnet32-KD-trial2-on-few': 62,
  'resnet8-vanilla-trial1-on-many': 70,
};
const results = new Map(
  plan.jobs.flatMap((job): [string, Result][] => {
    const accuracy = accuracies[job.label];
    const { best, ...result } = resultOf(job, { accuracy: accuracy ?? 0 });
    return accuracy === undefined ? [] : [[job.id, result]];
  }),
);

const [target] = suite.tables[0]!.targets!;
const published = {
  name: 'made up',
  title: 'A test',
  metric: 'top-1',
  epoch: 'last',
  dataset: suite.dataset,
  epochs: 8,
  margin: { points: 1, why: 'a test' },
  prior: { deviation: 1, degreesOfFreedom: 1, why: 'a test' },
  sources: { one: { kind: 'measured here', what: 'a test' } },
  tables: [
    {
      name: 'transfer',
      title: 'A test',
      runs: null,
      pairs: [
        {
          teacher: 'resnet32',
          student: 'resnet8',
          target: { title: 'Few digits', dataset: target!.dataset, how: 'linear probe' },
        },
      ],
      rows: [
        { distiller: 'teacher', means: [40], sources: ['one'] },
        { distiller: 'KD', means: [60.5], sources: ['one'] },
      ],
    },
  ],
};

test('a column is a target, and its accuracies are those of the probes, the teacher too', () => {
  const { markdown, csv, json } = reportOf(plan, { results });
  expect(markdown).toMatchInlineSnapshot(`
    "## A small transfer

    | Teacher network   |     resnet32 |    resnet32 |
    | :---------------- | -----------: | ----------: |
    | Student network   |      resnet8 |     resnet8 |
    | Target            |   Few digits | Many digits |
    | Teacher           |        41.00 |           - |
    | Student (vanilla) | 51.00 (1.41) |   70.00 [1] |
    | KD                | 61.00 (1.41) |       waits |

    Top-1 test accuracy in %, last of 8 epochs, mean (standard deviation) over 2 trials; [n]: over n trials so far. Of a linear probe: a linear layer on the frozen network's pooled vector, fitted and tested on the target's own images. waits: not run yet.

    ## Over all pairs

    | Distiller | Mean rank | First on | Above KD on | Relative improvement over KD |
    | :-------- | --------: | -------: | ----------: | ---------------------------: |
    | KD        |      1.00 |   1 of 1 |             |                              |

    Ranks are over the pairs that have a result of every distiller that can be used on them; 1 is the best. The relative improvement is the mean over pairs of (distiller − KD) / (KD − vanilla), in brackets: over how many pairs.

    Of 4 cells, 2 have 2 trials, 1 has 1 trial, 1 waits.
    "
  `);
  expect(csv.split('\n').map((line) => line.split(',').slice(2, 8).concat(line.split(',').at(-1)!).join(','))).toEqual([
    'teacher,student,distiller,trials,mean,deviation,target',
    'resnet32,,teacher,1,41,,few',
    'resnet32,,teacher,0,,,many',
    'resnet32,resnet8,vanilla,2,51,1.4142,few',
    'resnet32,resnet8,KD,2,61,1.4142,few',
    'resnet32,resnet8,vanilla,1,70,,many',
    'resnet32,resnet8,KD,0,,,many',
    '',
  ]);
  expect(JSON.parse(json).tables[0].columns.map(({ target }: { target: object }) => target)).toEqual(
    suite.tables[0]!.targets,
  );
});

test('what was published of a target stands beside its own cells alone', () => {
  const baseline = baselineSchema.parse(published);
  const [few, many] = cellsOf(plan, plan.tables[0]!, { results, baseline });
  expect([few, many].map((column) => column?.notComparable)).toEqual([undefined, undefined]);
  expect(few?.teacherPublished?.mean.value).toBe(40);
  expect(few?.cells.map((cell) => cell.published?.mean.value)).toEqual([undefined, 60.5]);
  expect(many?.teacherPublished).toBeUndefined();
  expect(many?.cells.map((cell) => cell.published)).toEqual([undefined, undefined]);
  // Nor beside the networks where they are tested on what they were trained on.
  const trained = expand(suiteSchema.parse(small), { pairs: ['resnet32/resnet8'] });
  const columns = cellsOf(trained, trained.tables[0]!, { results, baseline });
  expect(columns.flatMap(({ cells }) => cells.flatMap((cell) => cell.published ?? []))).toEqual([]);
});

test('students of another number of epochs are not compared', () => {
  const shorter = expand(suite, { distillers: ['KD'], epochs: 4 });
  const [few] = cellsOf(shorter, shorter.tables[0]!, { results, baseline: baselineSchema.parse(published) });
  expect(few?.epochs).toBe(4);
  expect(few?.notComparable).toBe('The baseline is for 8 epochs, and these runs have 4');
});
