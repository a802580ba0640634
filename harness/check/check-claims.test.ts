import { describe, expect, test } from 'vitest';
import type { Metric } from '../job/metric.ts';
import type { NetworkName } from '../job/network.ts';
import { RandomStream } from '../model/engine/random.ts';
import type { Cell, Column } from '../results/cells.ts';
import type { Claim } from '../suite/baseline/claim.ts';
import { checkClaims } from './check-claims.ts';
import type { Finding } from './finding.ts';

const levels = { margin: 0.5, alpha: 0.05, step: 0.01 };
const students: NetworkName[] = ['resnet8', 'resnet14', 'resnet20', 'resnet32', 'resnet44'];

const claim = (better: string, worse: string[], on: Claim['on']): Claim => ({
  statement: 'a claim of a test',
  ...{ better, worse, on, sources: ['here'] },
});

function cell(name: string, values: readonly number[]): Cell {
  return {
    distiller: { name, gamma: 1, alpha: 0, beta: 0, temperature: 4, source: 'a test' },
    trials: values.map((value, index) => ({ number: index + 1, job: name, value, best: value })),
    planned: values.length,
    ...{ mean: undefined, deviation: undefined, bestMean: undefined },
    ...{ unfit: undefined, failed: undefined, published: undefined },
  };
}

type Pairs = Record<string, readonly number[]>[];

/** A table of accuracies with a pair for each of these: the trials of its distillers, by their names. */
const table = (...pairs: Pairs) => tableOf('top-1 accuracy', ...pairs);

function tableOf(metric: Metric, ...pairs: Pairs) {
  const columns = pairs.map(
    (rows, index): Column => ({
      ...{ teacher: 'resnet56', teachers: 1, student: students[index]!, epochs: 240, metric, side: 'student' },
      ...{ teacherValue: undefined, teacherPublished: undefined, notComparable: undefined },
      cells: Object.entries(rows).map(([name, values]) => cell(name, values)),
    }),
  );
  return [{ name: 'table', columns }];
}

const better = { KD: [70, 70.2, 70.4], CRD: [71.1, 71.2, 71.5] };
const worse = { KD: [71.1, 71.2, 71.5], CRD: [70, 70.2, 70.4] };
const close = { KD: [70, 70.2, 70.4], CRD: [70.3, 70, 70.5] };
const early = { KD: [70, 70.2, 70.4], CRD: [71] };

describe('a claim about every pair', () => {
  const verdict = (...pairs: Parameters<typeof table>) =>
    checkClaims(table(...pairs), [claim('CRD', ['KD'], 'every pair')], levels)[0]!;

  test('holds where it does on each', () => {
    expect(verdict(better, better)).toMatchObject({ verdict: 'holds', outcome: 'fine' });
  });

  test('is contradicted where it is the other way round on a single one, which is named', () => {
    const found = verdict(better, worse, better);
    expect(found).toMatchObject({ verdict: 'contradicted', outcome: 'differs' });
    expect(found.detail).toMatch(/^the other way round: resnet56\/resnet14 −1\.07, p = 0\.00\d$/);
  });

  test('is undecided where a pair is too close, or has too few trials', () => {
    expect(verdict(better, close)).toMatchObject({ verdict: 'undecided', outcome: 'undecided' });
    expect(verdict(better, close).detail).toContain('too close to call: resnet56/resnet14 +0.07');
    expect(verdict(close, close).detail).toMatch(/ \+0\.07, \S+ \+0\.07, largest p = 0\.\d+$/);
    expect(verdict(better, early).detail).toBe('fewer than two trials in common on resnet56/resnet14');
  });

  test('is of less error where that is what the table holds, and says nothing of the five highest scores', () => {
    const found = (metric: Metric) =>
      checkClaims(tableOf(metric, worse), [claim('CRD', ['KD'], 'every pair')], levels).map(({ verdict }) => verdict);
    expect(found('top-1 accuracy')).toEqual(['contradicted']);
    expect(found('top-1 error')).toEqual(['holds']);
    expect(found('top-5 error')).toEqual([]);
  });

  test('is left out where no pair has both distillers', () => {
    expect(checkClaims(table({ KD: better.KD }), [claim('CRD', ['KD'], 'every pair')], levels)).toEqual([]);
  });
});

describe('a claim about the average', () => {
  const verdict = (...pairs: Parameters<typeof table>) =>
    checkClaims(table(...pairs), [claim('CRD', ['KD'], 'average')], levels)[0]!;

  test('holds although it does not on each pair', () => {
    expect(verdict(better, close, better)).toMatchObject({ verdict: 'holds', detail: '+0.73 over 3 pairs, p = 0.001' });
  });

  test('is contradicted where the average is the other way round', () => {
    expect(verdict(worse, close)).toMatchObject({ verdict: 'contradicted', outcome: 'differs' });
  });

  test('is undecided as long as a pair has too few trials', () => {
    expect(verdict(better, early)).toMatchObject({ verdict: 'undecided' });
  });
});

test('trials are paired by their numbers: what they share does not count', () => {
  // Trials differ by points, and CRD is always a little better.
  const shared = { KD: [65, 70, 75], CRD: [65.5, 70.6, 75.4] };
  expect(checkClaims(table(shared), [claim('CRD', ['KD'], 'every pair')], levels)[0]!.verdict).toBe('holds');
});

test('of many claims that are neither right nor wrong, 5 % of suites contradict a single one, and no more', () => {
  const random = new RandomStream(1910, 'claims', 0);
  const trials = () => Array.from({ length: 5 }, () => 70 + 0.25 * random.normal());
  const others = ['FitNet', 'AT', 'SP', 'CC', 'VID', 'RKD', 'PKT'];
  const pair = () => Object.fromEntries(['CRD', ...others].map((name) => [name, trials()]));
  const suites = 400;
  const alarms = Array.from({ length: suites }, () =>
    checkClaims(table(pair(), pair(), pair(), pair(), pair()), [claim('CRD', others, 'every pair')], levels),
  ).filter((findings) => findings.some(({ verdict }) => verdict === 'contradicted'));
  expect(alarms.length / suites).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / suites));
});

describe('of networks that learn from each other', () => {
  const [usual] = table(better);
  const sideOf = (side: 'student' | 'teacher', rows: Pairs[number]) => {
    const [{ columns }] = table(rows) as [NonNullable<typeof usual>];
    return { name: side, columns: columns.map((column) => ({ ...column, mutual: true as const, side })) };
  };
  const tables = [usual!, sideOf('student', worse), sideOf('teacher', better)];
  const verdictOf = (...names: string[]) => {
    const about = { ...claim('CRD', ['KD'], 'every pair'), ...(names.length > 0 && { tables: names }) };
    const [{ name, verdict, detail }] = checkClaims(tables, [about], levels) as [Finding];
    return { name, verdict, detail };
  };

  test('a claim says nothing, unless it names their table', () => {
    expect(verdictOf()).toMatchObject({ name: 'CRD beats KD on every pair', verdict: 'holds' });
    expect(verdictOf('student')).toMatchObject({
      name: 'CRD beats KD on every pair in student',
      verdict: 'contradicted',
    });
    expect(verdictOf('teacher').verdict).toBe('holds');
  });

  test('both sides count, each as a pair of its own', () => {
    const { verdict, detail } = verdictOf('student', 'teacher');
    expect(verdict).toBe('contradicted');
    expect(detail).toContain('resnet56+resnet8, the student −1.0');
  });
});
