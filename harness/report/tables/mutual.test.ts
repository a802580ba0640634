import { expect, test } from 'vitest';
import type { Result } from '../../job/result.ts';
import { expand } from '../../suite/expand.ts';
import mutual from '../../suite/fixtures/mutual.ts';
import { suiteSchema } from '../../suite/schema.ts';
import { tablesSchema } from './json.ts';
import { reportOf } from './report.ts';

const plan = expand(suiteSchema.parse(mutual));
/** Of the student's network, and of the one that was trained together with it. */
const accuracies: Record<string, [number, number?]> = {
  'resnet20-teacher': [94],
  'resnet8-vanilla-trial1': [86],
  'resnet8-vanilla-trial2': [88],
  'resnet8-with-resnet20-KD-trial1': [90, 95],
  'resnet8-with-resnet20-KD-trial2': [91, 96],
  'resnet8-with-resnet20-CRD+KD-trial1': [92, 93],
};
const environment = { redistill: '0.0.0', node: '20.20.0', tensorflow: '2.21.0', device: 'a processor', threads: 1 };
const results = new Map(
  plan.jobs.flatMap(({ id, label, configuration }): [string, Result][] => {
    const [ours, theirs] = accuracies[label] ?? [];
    if (ours === undefined) return [];
    const reached = (accuracy: number) => ({ accuracy, best: { accuracy: accuracy + 1, epoch: 7 } });
    const peer = theirs !== undefined && { peer: { ...reached(theirs), weights: 'none' } };
    const job = { id, label, configuration };
    return [[id, { job, ...reached(ours), ...peer, weights: 'none', seconds: 1, environment }]];
  }),
);
const { markdown, json, csv } = reportOf(plan, { results, bestEpoch: true });

test('each table shows its side of the same jobs, beside networks that learnt alone', () => {
  expect(markdown).toMatchInlineSnapshot(`
    "## A small suite

    | Teacher network   |              resnet20 |
    | :---------------- | --------------------: |
    | Student network   |               resnet8 |
    | Teacher           |                 94.00 |
    | Student (vanilla) |  87.00 (1.41) / 88.00 |
    | KD                |  90.50 (0.71) / 91.50 |
    | CRD+KD            | **92.00 [1] / 93.00** |

    Top-1 test accuracy in %, last of 8 epochs, mean (standard deviation) over 2 trials; [n]: over n trials so far. Both networks learn from each other, and the distillers' numbers are the student's; those above learnt alone. Bold: the best distiller. After the slash: the mean of the best epochs, which were chosen on the test images.

    ## A small suite

    | Teacher network |                 resnet20 |
    | :-------------- | -----------------------: |
    | Student network |                  resnet8 |
    | Teacher         |                    94.00 |
    | KD              | **95.50 (0.71) / 96.50** |
    | CRD+KD          |        93.00 [1] / 94.00 |

    Top-1 test accuracy in %, last of 8 epochs, mean (standard deviation) over 2 trials; [n]: over n trials so far. Both networks learn from each other, and the distillers' numbers are the teacher's; those above learnt alone. Bold: the best distiller. After the slash: the mean of the best epochs, which were chosen on the test images.
    "
  `);
});

test('the other formats say whose the values are', () => {
  const { tables, figures } = tablesSchema.parse(JSON.parse(json));
  const [ofStudents, ofTeachers] = tables.map(({ columns: [column] }) => column!);
  expect(ofStudents).toMatchObject({ mutual: true, side: 'student' });
  expect(ofTeachers).toMatchObject({ mutual: true, side: 'teacher', teacherValue: 94 });
  expect(ofTeachers!.cells[0]).toMatchObject({ distiller: 'KD', mean: 95.5, bestEpochMean: 96.5 });
  expect(figures).toEqual([]);
  expect(csv.split('\n').filter((line) => line.includes(',KD,'))).toEqual([
    expect.stringMatching(/^mutual,students,resnet20,resnet8,KD,2,90\.5,/),
    expect.stringMatching(/^mutual,teachers,resnet20,resnet8,KD,2,95\.5,/),
  ]);
});
