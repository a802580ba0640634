import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { meanOf } from '../base/statistics/mean.ts';
import { redistill } from '../cli/fixtures/in-process.ts';
import { RandomStream } from '../model/engine/random.ts';
import type { Cell } from '../results/cells.ts';
import { writeResults } from '../results/evidence/fixtures/write-results.ts';
import type { SourcedNumber } from '../results/sourced.ts';
import { baselineOf } from '../suite/baseline-of.ts';
import { expand } from '../suite/expand.ts';
import { loadSuite } from '../suite/load.ts';
import type { PlannedJob } from '../suite/plan.ts';
import type { Selection } from '../suite/selection.ts';
import { checkDisputes } from './check-disputes.ts';
import { checkLiterature, unlikeNumbers } from './check-literature.ts';
import type { Unlike } from './checked.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-literature-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What `check` finds in results that a test makes up: a job's last and best epoch. */
async function checked(
  name: string,
  selection: Selection,
  outcome: (job: PlannedJob) => [last: number, best: number],
  ...more: string[]
) {
  const results = await mkdtemp(join(folder, 'results-'));
  const plan = expand(await loadSuite(name), selection);
  await writeResults(plan, results, (job) => {
    const [accuracy, best] = outcome(job);
    return { accuracy, best };
  });
  const options = Object.entries(selection).flatMap(([option, value]) => [
    `--${option === 'tables' ? 'table' : option}`,
    String(value),
  ]);
  const { code, out, err } = await redistill('check', name, '--results', results, ...options, ...more, '--json');
  expect(err).toBe('');
  const { findings, unlike } = JSON.parse(out) as {
    findings: { name: string; verdict: string; detail: string }[];
    unlike: Unlike[];
  };
  const namesOf = (why: string) => unlike.filter(({ reason }) => reason === why).map(({ name }) => name);
  return { code, findings, namesOf, of: (text: string) => findings.find((finding) => finding.name.includes(text))! };
}

/** Trials around a mean, which is that of the first six. */
const around = (mean: number, { configuration }: PlannedJob) =>
  mean + [0, 0, 0.2, -0.2, 0.1, -0.1][('seed' in configuration ? configuration.seed : 0) % 6]!;

test('students that are as later papers have them: their last epoch agrees with CRD nowhere, their best with NORM', async () => {
  const { of, findings, code } = await checked('disputed', { tables: ['alone'] }, (job) => {
    const last = around(job.configuration.network === 'ShuffleV1' ? 71.33 : 72.66, job);
    return [last, last + 0.3];
  });
  expect(code).toBe(1);
  expect(of('vanilla on resnet32x4/ShuffleV1, NORM')).toMatchObject({ verdict: 'agrees' });
  expect(of('vanilla on resnet32x4/ShuffleV1, NORM').detail).toMatch(
    /^best epoch: 71\.63 \(0\.\d+, 6 trials\), published 71\.63/,
  );
  expect(of('vanilla on resnet32x4/ShuffleV1, RepDistiller').detail).toMatch(/^last epoch: 71\.33 \(/);
  expect(of('vanilla on resnet32x4/ShuffleV1, HSAKD').detail).toMatch(
    /^no source says which epoch it is; last epoch: .*; best epoch: /,
  );
  expect(of('ShuffleV2 reaches 71.82')).toMatchObject({ verdict: 'contradicted' });
  // SSKD's images are rotated, and it has no flips.
  expect(findings.filter(({ name }) => name.includes('SSKD'))).toEqual([]);
});

test('no number takes the place of a claim that cannot be compared, and settings of users are compared with rows that have them', async () => {
  const outcome = (job: PlannedJob): [number, number] => [around(66.6, job), around(66.9, job)];
  const pairs = ['ResNet50/MobileNetV2'];
  const tables = ['reviewkd', 'reviewkd-batch'];
  const { findings, of, namesOf } = await checked('disputed', { tables, pairs, trials: 3 }, outcome);
  // The authors' 69.89 is of batches of 128, and nobody claims what users got by settings of their own.
  expect(findings.map(({ name }) => name).filter((name) => name.includes('reaches'))).toEqual([]);
  const names = ['ReviewKD', 'ReviewKD-30'].map((row) => `reviewkd: ${row} on ${pairs[0]}, mdistiller issue 39`);
  names[0] = `${names[0]} (63.46)`;
  expect(namesOf('its settings are others: weight 30')).toEqual([
    'reviewkd: ReviewKD on ResNet50/MobileNetV2, mdistiller issue 39 (69.88)',
  ]);
  expect(findings.map(({ name }) => name)).toEqual([
    ...names,
    'reviewkd-batch: ReviewKD-7 on ResNet50/MobileNetV2, mdistiller issue 39',
  ]);
  expect(of(names[0]!).detail).toContain('published 63.46');
  expect(of(names[1]!).detail).toContain('published 69.88');
  expect(of('ReviewKD-7').detail).toContain('published 66.82');
});

test('runs of several settings are no equal runs', async () => {
  const outcome = (job: PlannedJob): [number, number] => [around(76, job), around(76.3, job)];
  const selection = { pairs: ['wrn_40_2/wrn_16_2'], distillers: ['DKD+LS'], trials: 3 };
  const { findings, namesOf } = await checked('after-crd', selection, outcome);
  expect(namesOf('its settings are others: several loss weights, one run of each')).toHaveLength(1);
  expect(findings.map(({ name }) => name)).toEqual([
    'table1: DKD+LS on wrn_40_2/wrn_16_2, logit-standardization-KD README.md',
  ]);
});

test('another recipe is refused with the reason, unless the row has it', async () => {
  const outcome = (job: PlannedJob): [number, number] => [around(77, job), around(77.3, job)];
  const pairs = ['resnet32x4/resnet8x4'];
  const crds = await checked('after-crd', { pairs, distillers: ['MLKD', 'KD++', 'DKD'], trials: 3 }, outcome);
  expect(crds.namesOf('it has 480 epochs, and these runs have 240')).toContain(
    'table1: MLKD on resnet32x4/resnet8x4, logit-standardization-KD README.md',
  );
  expect(crds.namesOf('it has 0.1 as its learning rate, and these runs have 0.05')).toContain(
    'table1: KD++ on resnet32x4/resnet8x4, Knowledge-Distillation-via-ND README.md',
  );
  expect(crds.findings.map(({ name }) => name.split(',')[0])).not.toContain('table1: MLKD on resnet32x4/resnet8x4');
  expect(crds.of('DKD on resnet32x4/resnet8x4, mdistiller README.md').detail).toMatch(/^best epoch: 77\.\d/);
  const own = await checked('own-recipes', { tables: ['nd'], pairs, distillers: ['KD', 'KD++'], trials: 3 }, outcome);
  expect(own.of('KD++ on resnet32x4/resnet8x4')).toMatchObject({ verdict: 'higher' });
  expect(own.namesOf('it has 0.05 as its learning rate, and these runs have 0.1').join()).toMatch(/^nd: KD on/);
  const dot = await checked('own-recipes', { tables: ['dot'], pairs, trials: 3 }, outcome);
  expect(dot.findings.map(({ name }) => name)).toEqual(['dot: KD on resnet32x4/resnet8x4, mdistiller README.md']);
  expect(dot.findings[0]!.detail).toContain('published 75.12');
});

describe('simulated results whose truth is known', async () => {
  const baseline = (await baselineOf({ baseline: 'after-crd' }))!;
  const [deviation, offset, runs] = [0.23, 0.3, 5];
  const levels = { margin: 0, alpha: 0.05, effect: 1, step: 0.01 };
  const stream = new RandomStream(25, 'like with like');
  const draw = (mean: number) => mean + deviation * stream.normal();

  const [trained] = baseline.literature!.filter(({ row }) => row === 'KD');
  /** A published mean of five runs of that truth, of that epoch, and what its source says about the epoch. */
  function numberOf(truth: number, epoch: 'last' | 'best', says: SourcedNumber['aggregation']): SourcedNumber {
    const value = meanOf(Array.from({ length: runs }, () => draw(truth)))! + (epoch === 'best' ? offset : 0);
    return { ...trained!, value, deviation: null, runs, aggregation: says, mark: 'own table', unlike: undefined };
  }
  function cellOf(truth: number, sourced: SourcedNumber[], withBest = true): Cell {
    const trials = Array.from({ length: runs }, (_, index) => {
      const value = draw(truth);
      return { number: index + 1, job: 'a job', value, best: withBest ? value + offset : undefined };
    });
    return {
      distiller: { name: 'KD', gamma: 1, alpha: 1, beta: 0, temperature: 4, source: 'a test' },
      ...{
        trials,
        planned: runs,
        mean: meanOf(trials.map(({ value }) => value)),
        deviation: undefined,
        bestMean: undefined,
      },
      ...{ unfit: undefined, failed: undefined, published: undefined, sourced },
    };
  }
  const tableWith = (cells: Cell[]) => [
    {
      name: 'table',
      columns: [
        {
          ...({
            teacher: 'resnet56',
            teachers: 1,
            student: 'resnet20',
            epochs: 240,
            metric: 'top-1 accuracy',
            side: 'student',
          } as const),
          ...{ teacherValue: undefined, teacherPublished: undefined, notComparable: undefined, cells },
        },
      ],
    },
  ];
  const suites = 100;
  /** In which share of suites of four cells anything is called higher or lower. */
  function alarms(
    margin: number,
    says: (epoch: 'last' | 'best', cell: number) => SourcedNumber['aggregation'],
  ): number {
    const withAlarm = Array.from({ length: suites }, () => {
      const cells = Array.from({ length: 4 }, (_, index) => {
        const epoch = index % 2 === 0 ? 'best' : 'last';
        return cellOf(72, [numberOf(72, epoch, says(epoch, index))]);
      });
      return checkLiterature(tableWith(cells), baseline, { ...levels, margin }).some(
        ({ outcome }) => outcome === 'differs',
      );
    });
    return withAlarm.filter(Boolean).length / suites;
  }

  test('like with like: fewer than 5 % of suites have a false alarm', () => {
    expect(alarms(baseline.margin.points, (epoch) => epoch)).toBeLessThan(0.05);
    expect(alarms(baseline.margin.points, (epoch, cell) => (cell < 2 ? epoch : 'unknown'))).toBeLessThan(0.05);
    // Without a margin they are 5 %: of 100 suites, rarely more than 10.
    expect(alarms(0, (epoch) => epoch)).toBeLessThan(0.105);
  });

  test('a best epoch that is taken for the last one raises many: what is tested above can fail', () => {
    expect(alarms(0, () => 'last')).toBeGreaterThan(0.25);
  });

  test('a best epoch is not compared with results that have the last one alone', () => {
    const tables = tableWith([
      cellOf(72, [numberOf(72, 'best', 'best')], false),
      cellOf(72, [numberOf(72, 'last', 'last')], false),
    ]);
    expect(checkLiterature(tables, baseline, levels)).toHaveLength(1);
    expect(unlikeNumbers(tables)).toEqual([
      {
        name: expect.stringMatching(/^table: KD on /),
        reason: 'it may be of the best epoch, which these results do not have',
      },
    ]);
    expect(checkDisputes(tables, levels)).toEqual([]);
  });

  test('a dispute that others are right about is decided as often as its power says, and for the claim in 5 % at most', () => {
    const times = 500;
    const verdicts = Array.from({ length: times }, () => {
      const claim = { ...numberOf(72, 'best', 'best'), value: 72.8 + offset };
      const other = { ...numberOf(72, 'last', 'last'), value: 72, mark: 'rerun' as const };
      return checkDisputes(tableWith([cellOf(72, [claim, other])]), levels)[0]!.verdict;
    });
    const share = (verdict: string) => verdicts.filter((one) => one === verdict).length / times;
    // The test against the claim has a power above 0.99; that against the truth errs in 5 %.
    expect(share('contradicted')).toBeGreaterThan(0.9);
    expect(share('neither')).toBeLessThan(0.08);
    expect(share('holds')).toBeLessThan(0.01);
  });
});

test('of an epoch that is not known, what one of the two can never confirm is confirmed by no number of trials', async () => {
  const outcome = (job: PlannedJob): [number, number] => {
    const last = around(72.55, job);
    // Of the best epochs, a thousand would not be enough.
    return [last, Math.min(99, last + 300 * Math.abs(last - 72.55))];
  };
  const { of } = await checked('disputed', { tables: ['alone'] }, outcome, '--margin', '0.9');
  const { verdict, detail } = of('vanilla on resnet32x4/ShuffleV1, HSAKD');
  expect(detail).toMatch(
    /last epoch: .*\d trials are enough .*; best epoch: .*no number of trials would show agreement/,
  );
  expect(verdict).toBe('cannot be confirmed');
});
