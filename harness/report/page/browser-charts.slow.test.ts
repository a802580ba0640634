import { readFile } from 'node:fs/promises';
import type { BrowserContextOptions, Download, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { addressOf, isMissing, openPage, useBrowser } from './fixtures/browser.ts';

useBrowser();
let page: Page;
let requests: string[];
let complaints: string[];
async function open(name: 'paper' | 'banded', options: BrowserContextOptions = {}): Promise<void> {
  ({ page, requests, complaints } = await openPage(addressOf(name), options));
}

describe.skipIf(isMissing)('charts', () => {
  afterEach(() => page.context().close());

  test('have all their marks, which can be seen', async () => {
    await open('paper', { javaScriptEnabled: false });
    const marks = await page.locator('main .chart svg').evaluateAll((charts) =>
      charts.map((chart) => ({
        section: chart.closest('section')!.id,
        seen: [...chart.querySelectorAll('path, image')].filter((mark) => {
          const { width, height } = mark.getBoundingClientRect();
          return width + height > 0;
        }).length,
        titles: chart.querySelectorAll('title').length,
        broken: /NaN|undefined|Infinity/.test(chart.outerHTML),
      })),
    );
    const of = (section: string) => marks.filter((chart) => chart.section === section);
    expect(marks.some(({ broken }) => broken)).toBe(false);
    // One point per cell in each, and the chart's own title.
    expect(of('published-against-measured').map(({ titles }) => titles)).toEqual([189, 189]);
    for (const { seen } of of('published-against-measured')) expect(seen).toBeGreaterThan(188);
    // What was measured of 14 distillers on 13 pairs, FSP on 6 of them alone.
    expect(of('gains')).toHaveLength(13);
    for (const { titles } of of('gains')) expect(titles).toBeGreaterThan(20);
    // Without scripts all pairs stand beside each other, each in two panels.
    expect(of('curves')).toHaveLength(26);
    for (const { seen, titles } of of('curves')) {
      expect(titles).toBeGreaterThanOrEqual(15);
      expect(seen).toBeGreaterThanOrEqual(2 * (titles - 1));
    }
    // A map, its scale and the title; the four of the paper's Figure 2, and the best distiller.
    expect(of('correlation').map(({ titles }) => titles)).toEqual([3, 3, 3, 3, 3]);
    expect(await page.locator('#correlation figcaption').last().textContent()).toBe('CRD+KD, wrn_40_2 to wrn_40_1');
  });

  test.each([390, 1280])('have texts of 12 pixels at least, %i wide', async (width) => {
    for (const name of ['paper', 'banded'] as const) {
      await open(name, { viewport: { width, height: 900 } });
      const sizes = await page.locator('.chart svg').evaluateAll((charts) =>
        charts
          .filter((chart) => chart.checkVisibility())
          .flatMap((chart) => {
            const { width: whole } = (chart as SVGSVGElement).viewBox.baseVal;
            const scale = chart.getBoundingClientRect().width / whole;
            return [...chart.querySelectorAll('text')].map(
              (text) => Number.parseFloat(getComputedStyle(text).fontSize) * scale,
            );
          }),
      );
      expect(sizes.length).toBeGreaterThan(50);
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
      if (name === 'paper') await page.context().close();
    }
  });

  test('of curves are shown a pair at a time, with the distillers that are wanted, and on paper all of them', async () => {
    await open('paper');
    const captions = () => page.locator('#curves figcaption:visible').allTextContents();
    expect(await captions()).toHaveLength(2);
    await page.locator('#curves').getByRole('combobox').selectOption('vgg13 to vgg8');
    const shown = await captions();
    expect(shown).toHaveLength(2);
    for (const caption of shown) expect(caption).toContain('vgg13 to vgg8');
    const lines = (name: string) => page.locator(`#curves figure:visible [data-of="${name}"]:visible`).count();
    expect(await lines('CRD')).toBeGreaterThan(0);
    // By keys: the box of CRD has the focus.
    await page.locator('#curves').getByLabel('CRD', { exact: true }).focus();
    await page.keyboard.press('Space');
    expect([await lines('CRD'), (await lines('KD')) > 0]).toEqual([0, true]);
    await page.locator('#curves').getByRole('button', { name: 'None' }).click();
    expect(await lines('KD')).toBe(0);
    await page.emulateMedia({ media: 'print' });
    expect(await captions()).toHaveLength(26);
    expect(await lines('CRD')).toBeGreaterThan(0);
  });

  test('of bands have one row per quantity, and the table of all numbers opens at a key', async () => {
    await open('banded');
    expect(await page.locator('#bands figcaption').allTextContents()).toEqual(
      ['vanilla', 'KD', 'CRD', 'CRD+KD'].map((name) => expect.stringContaining(`${name}, resnet20 to resnet8`)),
    );
    expect(await page.locator('#bands .chart svg [data-of]').count()).toBeGreaterThanOrEqual(26);
    const rows = page.locator('#check-bands tbody tr');
    expect(await rows.count()).toBe(28);
    expect(await rows.first().isVisible()).toBe(false);
    await page.locator('#check-bands summary').focus();
    await page.keyboard.press('Enter');
    expect(await rows.first().isVisible()).toBe(true);
  });

  test.each([390, 1280])('of bands keep each name apart from its numbers, %i wide', async (width) => {
    await open('banded', { viewport: { width, height: 900 } });
    const gaps = await page.locator('#bands .chart svg').evaluateAll((charts) =>
      charts.flatMap((chart) => {
        const boxes = Array.from(chart.querySelectorAll('text'), (text) => text.getBoundingClientRect());
        return boxes.flatMap((box) => {
          const isInItsRow = (other: DOMRect) => Math.abs(other.y - box.y) < 4 && other.left > box.left;
          const next = boxes.filter(isInItsRow).map(({ left }) => left);
          return next.length > 0 ? [Math.min(...next) - box.right] : [];
        });
      }),
    );
    // In each of 28 rows the name, and the two ends of its band.
    expect(gaps).toHaveLength(2 * 28);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(7);
  });

  test('a distiller has one colour, in tables and in all charts', async () => {
    await open('banded');
    const colours = await page.locator('[data-of="KD"]').evaluateAll((marks) =>
      marks.flatMap((mark) => {
        const { fill, stroke } = getComputedStyle(mark);
        return [fill, stroke].filter((colour) => colour.startsWith('rgb') && colour !== 'rgb(29, 35, 39)');
      }),
    );
    const swatches = await page
      .locator('[data-swatch="KD"]')
      .evaluateAll((all) => all.map((swatch) => getComputedStyle(swatch).color));
    expect(swatches.length).toBeGreaterThan(1);
    expect(colours.length).toBeGreaterThan(5);
    expect([...new Set([...colours, ...swatches])]).toEqual(['rgb(0, 114, 178)']);
  });
});

describe.skipIf(isMissing)('downloads and copies', () => {
  afterEach(() => page.context().close());

  const contentOf = async (download: Download) => readFile((await download.path())!, 'utf8');
  const downloadOf = async (click: () => Promise<void>) =>
    (await Promise.all([page.waitForEvent('download'), click()]))[0];

  test.each([true, false])('tables as files, scripts: %s', async (javaScriptEnabled) => {
    await open('banded', { javaScriptEnabled });
    const texts: Record<string, string> = {};
    for (const name of ['CSV', 'LaTeX', 'JSON', 'Markdown']) {
      const download = await downloadOf(() => page.getByRole('link', { name, exact: true }).click());
      texts[download.suggestedFilename()] = await contentOf(download);
    }
    expect(Object.keys(texts)).toEqual(['digits.csv', 'digits.tex', 'digits.json', 'digits.md']);
    expect(texts['digits.csv']).toContain('digits,digits,resnet20,resnet8,CRD+KD,5,');
    expect(texts['digits.tex']).toContain('\\toprule');
    expect(JSON.parse(texts['digits.json']!)).toMatchObject({ suite: 'digits' });
    expect(texts['digits.md']).toContain('| CRD+KD');
    expect(await page.getByRole('button', { name: 'Copy LaTeX' }).isVisible()).toBe(javaScriptEnabled);
  });

  test('each chart as a picture that needs nothing of the page', async () => {
    await open('banded', { colorScheme: 'dark' });
    const charts = await page.locator('.chart svg').count();
    const buttons = page.getByRole('button', { name: /^Download as SVG/ });
    expect(await buttons.count()).toBe(charts);
    const download = await downloadOf(() => page.locator('.headline figure').getByRole('button').click());
    expect(download.suggestedFilename()).toBe('gain-over-vanilla-the-best-first-resnet20-to-resnet8.svg');
    const svg = await contentOf(download);
    expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
    expect(svg).toContain('#0072b2');
    expect(svg).not.toMatch(/var\(|<style/);
    expect(svg).toMatch(/ width="350".* height="\d+"/);
    expect([requests.filter((address) => !address.startsWith('blob:')), complaints]).toEqual([
      [addressOf('banded')],
      [],
    ]);
  });

  test('tables and commands for the clipboard', async () => {
    await open('banded', { permissions: ['clipboard-read', 'clipboard-write'] });
    const copied = async (name: string) => {
      const button = page.getByRole('button', { name });
      await button.click();
      await expect.poll(() => button.textContent()).toBe('Copied');
      return page.evaluate(() => navigator.clipboard.readText());
    };
    expect(await copied('Copy LaTeX')).toContain('\\begin{tabular}');
    expect(await copied('Copy the commands')).toBe('npm run suite digits\nnpm run check digits\nnpm run report digits');
  });
});
