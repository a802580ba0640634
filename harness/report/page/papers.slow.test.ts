import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axeCore from 'axe-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkedOf } from '../../check/check.ts';
import { levelsFrom } from '../../check/levels.ts';
import type { Evidence } from '../../results/evidence/evidence.ts';
import { gather } from '../../results/evidence/gather.ts';
import { pairsOfCrd } from '../../suite/literature/networks.ts';
import { collect } from './collect/collect.ts';
import { partOfPapers, writePapers } from './fixtures/papers.ts';
import { pageOf } from './page.tsx';
import type { PageData } from './page-data.ts';

let folder: string;
let evidence: Evidence;
let data: PageData;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-papers-'));
  evidence = await gather(await writePapers(folder), folder, partOfPapers);
  data = await collect(evidence, '2026-11-30T00:00:00.000Z');
});
afterAll(() => rm(folder, { recursive: true }));

const grid = (id: string) => data.papers.find((one) => one.id === id)!;

test('one method by 13 pairs, the papers beside these runs, each number with its verdict', () => {
  const { columns, rows, papers } = grid('papers-all');
  expect(
    columns
      .slice(4)
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual([...pairsOfCrd].toSorted());
  const line = (...start: string[]) =>
    rows.find((row) => start.every((text, index) => row[index]!.text.startsWith(text)))!;
  const cell = (row: (typeof rows)[number], pair: string) => row[columns.findIndex(({ name }) => name === pair)]!;
  expect(cell(line('KD', 'HobbitLong/RepDistiller, README.md'), 'resnet56/resnet20').text).toBe('70.66 ↑');
  expect(cell(line('DIST', 'zkxufo/TTM', 'unknown'), 'wrn_40_2/wrn_40_1').text).toBe('74.73');
  expect(cell(line('MLKD', 'sunshangquan'), 'resnet32x4/resnet8x4')).toEqual({ text: '(77.08)', value: 77.08 });
  const dkd = cell(line('DKD', 'megvii-research/mdistiller, README.md', 'best'), 'resnet32x4/resnet8x4');
  const checked = checkedOf(evidence, { levels: levelsFrom({}, evidence.baseline) });
  const finding = checked.findings.find(({ name }) =>
    name.endsWith('DKD on resnet32x4/resnet8x4, mdistiller README.md'),
  )!;
  expect(finding.verdict).toBe('lower');
  expect(dkd).toEqual({ text: '76.32 ↓', value: 76.32, tone: 'differs' });
  expect(line('DKD', 'these runs', 'best')).toBeDefined();
  expect(papers?.filter((paper) => paper === undefined)).toHaveLength(2 * 9);
});

test('gains over KD under one epoch, and a ranking against CRD that says what is sure', () => {
  const ctkd = grid('papers-gains').rows.find(([name]) => name!.text === 'CTKD')!;
  expect(ctkd.map(({ text }) => text).slice(1, 4)).toEqual(['10', '+0.62', '+0.33']);
  const words = new Map(grid('papers-ranking').rows.map((row) => [row[0]!.text, row.at(-1)!.text]));
  expect(words.get('ITRD')).toBe('better than CRD');
  expect(words.get('CTKD')).toBe('worse than CRD');
  expect(words.has('MLKD')).toBe(false);
});

test('the section is nowhere else', async () => {
  const other = { ...evidence, baseline: undefined };
  expect((await collect(other, '2026-11-30T00:00:00.000Z')).papers).toEqual([]);
});

const executablePath = '/usr/bin/chromium';

test.skipIf(!existsSync(executablePath)).each([390, 1280])(
  'numbers stand below each other, and nothing that does not scroll is cut off, %i wide',
  async (width) => {
    const path = join(folder, 'page.html');
    await writeFile(path, pageOf(data));
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      await page.goto(pathToFileURL(path).href);
      const ends = await page.locator('#papers-all tbody').evaluate((body) => {
        const columns = Array.from({ length: 13 }, () => new Set<number>());
        for (const number of body.querySelectorAll<HTMLElement>('td.number[data-value]')) {
          const text = document.createTreeWalker(number, NodeFilter.SHOW_TEXT).nextNode()!;
          const range = document.createRange();
          range.selectNodeContents(text);
          columns[(number as HTMLTableCellElement).cellIndex - 4]!.add(Math.round(range.getBoundingClientRect().right));
        }
        return columns.map(({ size }) => size);
      });
      expect(ends).toEqual(ends.map(() => 1));
      const beyond = await page
        .locator('.chart svg text:visible')
        .evaluateAll((all) => all.filter((text) => text.getBoundingClientRect().right > innerWidth).length);
      expect(beyond).toBe(0);
      if (width === 1280)
        expect(await page.locator('#check-cells .scrolling').getAttribute('data-scrolls')).toBe('down ↓');
    } finally {
      await browser.close();
    }
  },
);

test.skipIf(!existsSync(executablePath))(
  'a reader can choose a paper, in a page that axe finds nothing serious in',
  async () => {
    const path = join(folder, 'page.html');
    await writeFile(path, pageOf(data));
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    try {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await browser.newPage({ viewport: { width: 390, height: 900 }, colorScheme });
        await page.goto(pathToFileURL(path).href);
        const choice = (await page.locator('#papers').getByRole('combobox').boundingBox())!;
        expect(choice.x + choice.width).toBeLessThanOrEqual(390);
        const shown = page.locator('#papers-all tbody tr:visible td:nth-child(2)');
        const all = await shown.count();
        await page.locator('#papers').getByRole('combobox').selectOption('zkxufo/TTM');
        const papers = new Set(await shown.allTextContents());
        expect(papers).toEqual(new Set(['these runs', 'zkxufo/TTM, README.md']));
        const methods = () => page.locator('#papers-all tbody tr:visible th').allTextContents();
        expect(new Set(await methods())).toEqual(new Set(['DKD', 'DIST', 'WTTM+CRD']));
        await page.locator('#papers').getByRole('combobox').selectOption('all');
        expect(await shown.count()).toBe(all);
        // DKD has a verdict for each of several numbers.
        await page.locator('table.paper tr', { hasText: /^DKD/ }).first().locator('button.cell').first().focus();
        const detail = (await page.locator('.detail:popover-open').boundingBox())!;
        expect(detail.y + detail.height).toBeLessThanOrEqual(900);
        await page.keyboard.press('Escape');
        await page.evaluate(axeCore.source);
        const serious = await page.evaluate(async () => {
          type Found = { violations: { id: string; impact: string }[] };
          const { violations } = await (window as unknown as { axe: { run(place: string): Promise<Found> } }).axe.run(
            '#papers',
          );
          return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id }) => id);
        });
        expect(serious).toEqual([]);
        await page.close();
      }
    } finally {
      await browser.close();
    }
  },
);
