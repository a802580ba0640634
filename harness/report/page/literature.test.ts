import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trainingOf } from '../../job/job.ts';
import { writeResults } from '../../results/evidence/fixtures/write-results.ts';
import { gather } from '../../results/evidence/gather.ts';
import { expand } from '../../suite/expand.ts';
import { loadSuite } from '../../suite/load.ts';
import { collect } from './collect/collect.ts';
import type { GridCell, PageData } from './page-data.ts';

/** Of the last epoch, as RepDistiller has them, and 70 for later methods. */
const means = new Map([
  ['wrn_16_2 vanilla', 73.26],
  ['wrn_16_2 KD', 74.92],
  ['MobileNetV2 vanilla', 64.6],
  ['MobileNetV2 KD', 64.6],
]);

let results: string;
let data: PageData;
beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'redistill-literature-page-'));
  const selection = {
    pairs: ['wrn_40_2/wrn_16_2', 'ResNet50/MobileNetV2'],
    distillers: ['vanilla', 'KD', 'ReviewKD', 'DKD', 'MLKD'],
    trials: 3,
  };
  await writeResults(expand(await loadSuite('after-crd'), selection), results, ({ configuration }) => {
    const training = trainingOf(configuration);
    if (training.kind !== 'student') return { accuracy: 79 };
    const mean = means.get(`${training.network} ${training.distiller.name}`) ?? 70;
    const accuracy = mean + (training.seed - 2) / 100;
    return { accuracy, best: accuracy + 0.3 };
  });
  data = await collect(await gather('after-crd', results, selection), '2026-01-02T03:04:05.000Z');
});
afterAll(() => rm(results, { recursive: true }));

const texts = (row: GridCell[]) => row.map(({ text }) => text);
const check = (id: string) => data.checks.find((grid) => grid.id === id)!;

test('what is not compared has a table with the reasons, and a sentence above the others', () => {
  const { rows, folded } = check('check-unlike');
  expect(folded).toBe(true);
  expect(rows.map(texts)).toContainEqual([
    'table1: MLKD on wrn_40_2/wrn_16_2, logit-standardization-KD README.md',
    'it has 480 epochs, and these runs have 240',
  ]);
  const { lead } = check('check-cells');
  expect(lead).toContain(`Not compared are ${rows.length} numbers that are of other runs than these`);
  expect(lead!.length).toBeLessThan(1000);
});

test('numbers of one file that differ have names that differ, and each its own line', () => {
  const names = check('check-cells').rows.map(([name]) => name!.text);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain('table1: DKD on wrn_40_2/wrn_16_2, mdistiller issues 8 and 66 (75.15)');
  const [papers] = data.papers;
  const lines = papers!.rows.map(texts).filter(([, paper]) => paper === 'megvii-research/mdistiller, issue 39');
  // Users' own weights are not those of the row.
  expect(lines.map((line) => line.at(-1)!.slice(0, 7))).toEqual(['(66.82)', '63.46 ↑', '(69.88)']);
  expect(lines.map(([, , , kind]) => kind)).toEqual(['issue', 'issue', 'issue']);
});

test('where no number of trials would show agreement, the verdict does not ask for more', () => {
  const { rows } = check('check-cells');
  const never = rows.filter((row) => row.at(-1)!.text === 'never');
  expect(new Set(never.map(([, verdict]) => verdict!.text))).toEqual(new Set(['cannot be confirmed']));
});

test('disputed numbers stand apart from claims about what beats what', () => {
  expect(data.checks.map(({ id }) => id)).not.toContain('check-claims');
  const { lead, rows } = check('check-disputes');
  expect(lead).toContain('Others measured another number');
  expect(rows.map(([what]) => what!.text)).toContain('table1: DKD on wrn_40_2/wrn_16_2 reaches 76.23, and not 75.43');
});

test('the verdict beside a published number is about that one, and the details say whose each is', () => {
  const vanilla = data.tables[0]!.rows.find(({ name }) => name === 'Student (vanilla)')!.cells[0]!;
  // Of last epochs RepDistiller's number is the only one: those of unknown epochs cannot be decided.
  expect(vanilla).toMatchObject({ published: '73.26', verdict: { word: 'agrees' } });
  const verdicts = vanilla.details.filter(({ name }) => name === 'Verdict').map(({ text }) => text);
  expect(verdicts.length).toBeGreaterThan(2);
  expect(verdicts[0]).toMatch(/^RepDistiller README\.md: agrees\. /);
  expect(verdicts.some((text) => text.startsWith('HSAKD README.md: '))).toBe(true);
});

test('points of the chart have the verdicts of the numbers that they are drawn against', () => {
  const { figures } = data.charts.find(({ id }) => id === 'published-against-measured')!;
  expect(figures[0]!.svg).toMatch(/vanilla, wrn_40_2 to wrn_16_2: measured 73\.26, published 73\.26 \([^)]+\); agrees/);
  expect(figures[0]!.svg).toMatch(
    /KD, ResNet50 to MobileNetV2: measured 64\.60, published 67\.35 \([^)]+\); cannot be confirmed/,
  );
});
