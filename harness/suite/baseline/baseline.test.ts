import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { Problem } from '../../base/problem.ts';
import { validate } from '../../base/validate/validate.ts';
import { publishedCells } from './cells.ts';
import { whyNotComparable } from './comparable.ts';
import { baselineNames, loadBaseline } from './load.ts';
import { baselineSchema } from './schema.ts';

const cifar100 = await loadBaseline('cifar100');
const cells = publishedCells(cifar100);
const rows = ['KD', 'FitNet', 'AT', 'SP', 'CC', 'VID', 'RKD', 'PKT', 'AB', 'FT', 'FSP', 'NST', 'CRD', 'CRD+KD'];

const cellOf = (teacher: string, student: string, distiller: string) =>
  cells.find((cell) => cell.teacher === teacher && cell.student === student && cell.distiller === distiller);

test.each(baselineNames())('%s is named as its file', async (name) => {
  expect((await loadBaseline(name)).name).toBe(name);
});

describe("the paper's Tables 1 and 2", () => {
  test('are there cell by cell: teacher, student and 14 distillers on 13 pairs', () => {
    for (const [table, pairs] of [
      ['table1', 7],
      ['table2', 6],
    ] as const) {
      for (const distiller of ['teacher', 'vanilla', ...rows]) {
        const row = cells.filter((cell) => cell.table === table && cell.distiller === distiller);
        // The paper's Table 2 has no row FSP, which asks for equal numbers of channels.
        expect(row, `${table} ${distiller}`).toHaveLength(table === 'table2' && distiller === 'FSP' ? 0 : pairs);
      }
    }
    expect(cells).toHaveLength(16 * 7 + 15 * 6);
  });

  test('one cell of them is not applicable', () => {
    expect(cells.filter(({ applicable }) => !applicable)).toEqual([cellOf('wrn_40_2', 'wrn_40_1', 'FSP')]);
  });

  test('say what each number is: the last epoch, of 5 or 3 runs, of a published teacher', () => {
    expect(cellOf('resnet32x4', 'resnet8x4', 'CRD')).toEqual({
      table: 'table1',
      teacher: 'resnet32x4',
      student: 'resnet8x4',
      distiller: 'CRD',
      applicable: true,
      mean: { value: 75.51, sources: ['REPO', 'DIST', 'SMIX', 'WTTM'], standing: 'confirmed' },
      deviation: { value: 0.18, sources: ['WTTM', 'REPRO'], standing: 'confirmed' },
      runs: 5,
      epoch: 'last',
      metric: 'top-1 accuracy',
    });
    expect(cellOf('wrn_40_2', 'ShuffleV1', 'SP')).toMatchObject({
      runs: 3,
      deviation: { value: null, sources: [], standing: 'unknown' },
    });
    expect(cellOf('ResNet50', 'vgg8', 'teacher')).toMatchObject({ runs: 1, mean: { value: 79.34 } });
    expect(cellOf('ResNet50', 'vgg8', 'vanilla')).toMatchObject({ runs: null, mean: { value: 70.36 } });
  });

  test('rest on two sources or more, but for CRD+KD in Table 2', () => {
    const weak = cells.filter(({ mean }) => mean.standing !== 'confirmed');
    expect(weak.map(({ table, distiller }) => `${table} ${distiller}`)).toEqual(Array(6).fill('table2 CRD+KD'));
  });

  test('have the deviations of seven methods, and one of CRD+KD', () => {
    const known = cells.filter(({ deviation }) => deviation.value !== null);
    expect(known).toHaveLength(7 * 13 + 1);
  });

  test('give a network one accuracy wherever it stands', () => {
    const seen = new Map<string, number | null>();
    for (const { distiller, teacher, student, mean } of cells) {
      if (distiller !== 'teacher' && distiller !== 'vanilla') continue;
      const network = `${distiller} ${distiller === 'teacher' ? teacher : student}`;
      expect(mean.value, network).toBe(seen.get(network) ?? mean.value);
      seen.set(network, mean.value);
    }
    expect(seen.size).toBe(6 + 9);
  });

  test("hold the paper's 57 %: CRD's average relative improvement over KD", () => {
    const pairs = cells.filter(({ distiller }) => distiller === 'CRD');
    const improvements = pairs.map(({ teacher, student, mean }) => {
      const meanOf = (distiller: string) => cellOf(teacher, student, distiller)!.mean.value!;
      return (100 * (mean.value! - meanOf('KD'))) / (meanOf('KD') - meanOf('vanilla'));
    });
    const average = improvements.reduce((sum, one) => sum + one, 0) / improvements.length;
    expect(average.toFixed(2)).toBe('56.83');
  });

  test('have as prior the root mean square of all known deviations, each weighted with its runs - 1', () => {
    const known = cells.flatMap(({ deviation, runs }) =>
      deviation.value === null ? [] : [{ deviation: deviation.value, weight: runs! - 1 }],
    );
    const weight = known.reduce((sum, one) => sum + one.weight, 0);
    const squares = known.reduce((sum, one) => sum + one.weight * one.deviation ** 2, 0);
    expect(cifar100.prior!.degreesOfFreedom).toBe(weight);
    expect(cifar100.prior!.deviation).toBeCloseTo(Math.sqrt(squares / weight), 3);
  });

  test.each(cifar100.claims)('say so: $statement', ({ better, worse, on }) => {
    for (const other of worse) {
      const gains = cells
        .filter(({ distiller }) => distiller === better)
        .flatMap(({ teacher, student, mean }) => {
          const value = cellOf(teacher, student, other)?.mean.value ?? undefined;
          return value === undefined ? [] : [mean.value! - value];
        });
      expect(gains.length, other).toBeGreaterThanOrEqual(other === 'FSP' ? 6 : 13);
      const average = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
      expect(on === 'average' ? average : Math.min(...gains), other).toBeGreaterThan(0);
    }
  });

  test('leave out what others measured', () => {
    const [repeated] = cifar100.independent;
    expect(repeated?.rows.find(({ distiller }) => distiller === 'CRD')).toMatchObject({ mean: 75.328 });
    expect(cells.some(({ mean }) => mean.value === 75.328)).toBe(false);
  });
});

describe('what is wrong in a file is named', () => {
  /** The sentence for the file with a change in its first table's row of KD. */
  function sentenceFor(change: object): string {
    const [first, ...others] = cifar100.tables;
    const changed = first!.rows.map((row) => (row.distiller === 'KD' ? { ...row, ...change } : row));
    try {
      validate(baselineSchema, { ...cifar100, tables: [{ ...first, rows: changed }, ...others] }, 'baselines/x.json');
    } catch (error) {
      if (error instanceof Problem) return error.sentence;
      throw error;
    }
    return 'it is fine';
  }
  const means = [74.92, 73.54, 70.66, 70.67, 73.08, 73.33, 72.98];

  test.each([
    [{ means: [74.92] }, 'tables[0].rows[2].means is [74.92]. It must be one for each of the 7 pairs'],
    [{ means: [...means.slice(1), 749.2] }, 'tables[0].rows[2].means[6] is 749.2. It must be a number'],
    [{ distiller: 'CRD' }, "tables[0].rows[14].distiller is 'CRD'. It must be there only once"],
    [{ sources: ['PAPER'] }, "tables[0].rows[2].sources[0] is 'PAPER'. It must be one of REPO, DIST"],
    [{ deviations: { PAPER: means } }, 'tables[0].rows[2].deviations.PAPER is ['],
    [{ deviations: { WTTM: [0.28] } }, 'tables[0].rows[2].deviations.WTTM is [0.28]. It must be one for each'],
    [{ deviations: { WTTM: means, REPRO: means.toReversed() } }, 'It must be the same in all sources that give one'],
    [{ means: [null, ...means.slice(1)] }, 'It must be null where the mean is null'],
  ])('%j', (change, sentence) => {
    expect(sentenceFor(change)).toContain(sentence);
  });
});

test('runs are compared with a baseline of the same data set and as many epochs alone', () => {
  const { dataset } = cifar100;
  expect(whyNotComparable(cifar100, { dataset, epochs: 240 })).toBeUndefined();
  expect(whyNotComparable(cifar100, { dataset, epochs: 2 })).toBe(
    'The baseline is for 240 epochs, and these runs have 2',
  );
  const digits = { name: 'digits', training: 500, test: 1000 } as const;
  expect(whyNotComparable(cifar100, { dataset: digits, epochs: 240 })).toContain('data set');
});

test('the README lists every source', async () => {
  const readme = await readFile(new URL('../../../baselines/README.md', import.meta.url), 'utf8');
  for (const tag of Object.keys(cifar100.sources)) expect(readme).toContain(`| ${tag} `);
});
