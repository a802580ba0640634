import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeResults } from '../../results/evidence/fixtures/write-results.ts';
import { expand } from '../../suite/expand.ts';
import small from '../../suite/fixtures/small.ts';
import { suiteSchema } from '../../suite/schema.ts';
import { addressOf, isMissing, openPage, useBrowser } from './fixtures/browser.ts';
import { endServer, startServer } from './fixtures/start-server.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

useBrowser();
let page: Page;
let requests: string[];
let complaints: string[];

async function open(address: string, options?: BrowserContextOptions): Promise<void> {
  ({ page, requests, complaints } = await openPage(address, options));
}

describe.skipIf(isMissing)('the page from the disk', () => {
  beforeEach(() => open(addressOf('paper')));
  afterEach(() => page.context().close());

  test('asks for nothing but itself, and the browser has nothing to complain of', async () => {
    await page.mouse.wheel(0, 20_000);
    await page.waitForTimeout(200);
    expect(requests).toEqual([addressOf('paper')]);
    expect(complaints).toEqual([]);
  });

  describe('a table', () => {
    const column = 3;
    const table = () => page.locator('table.paper').first();
    const heading = () => table().locator('thead th').nth(column);
    const names = () => table().locator('tbody:not(.fixed) th').allTextContents();
    const values = async () => {
      const cells = table().locator(`tbody:not(.fixed) td:nth-child(${column + 1})`);
      const all = await cells.evaluateAll((found) => found.map((cell) => (cell as HTMLElement).dataset.value));
      return all.filter((value) => value !== undefined).map(Number);
    };

    test('sorts at a click, the other way round at the next, and is as in the paper at the third', async () => {
      const paper = await names();
      const button = heading().getByRole('button');
      await button.click();
      expect(await heading().getAttribute('aria-sort')).toBe('descending');
      expect(await values()).toEqual((await values()).toSorted((a, b) => b - a));
      expect(await page.getByRole('status').textContent()).toContain('highest first');
      expect(await names()).not.toEqual(paper);
      await button.click();
      expect(await heading().getAttribute('aria-sort')).toBe('ascending');
      expect(await values()).toEqual((await values()).toSorted((a, b) => a - b));
      expect(await table().locator('tbody.fixed th').allTextContents()).toEqual(['Teacher']);
      await button.click();
      expect(await heading().getAttribute('aria-sort')).toBe('none');
      expect(await names()).toEqual(paper);
    });

    test('sorts by keys, by names too, and one column at a time', async () => {
      await heading().getByRole('button').focus();
      await page.keyboard.press('Enter');
      const first = table().locator('thead th').first();
      await first.getByRole('button').focus();
      await page.keyboard.press('Space');
      expect(await heading().getAttribute('aria-sort')).toBe('none');
      expect(await first.getAttribute('aria-sort')).toBe('ascending');
      expect((await names()).slice(0, 3)).toEqual(['AB', 'AT', 'CC']);
    });
  });

  test('what has no value in a column stands last, whichever way it is sorted', async () => {
    await page.goto(addressOf('hostile'));
    const grid = page.locator('#check-cells');
    const button = grid.getByRole('button', { name: 'Ours' });
    const cells = () => grid.locator('tbody td').allTextContents();
    await button.click();
    expect(await cells()).toEqual(['10.00', '9.50', '']);
    await button.click();
    expect(await cells()).toEqual(['9.50', '10.00', '']);
  });

  test("a cell's detail opens by focus, closes by Escape, and opens by the pointer", async () => {
    const button = page.locator('button.cell').nth(10);
    const shown = page.locator('.detail:popover-open');
    await button.focus();
    expect(await shown.textContent()).toContain('Trials');
    await page.keyboard.press('Tab');
    expect(await shown.count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await shown.count()).toBe(0);
    await button.hover();
    await shown.waitFor();
    await shown.hover();
    await page.waitForTimeout(300);
    expect(await shown.count()).toBe(1);
    const box = (await shown.boundingBox())!;
    expect(box.y + box.height).toBeLessThanOrEqual(900);
    await page.mouse.move(5, 5);
    await shown.waitFor({ state: 'hidden' });
  });

  test('every control is reached by Tab', async () => {
    const controls = 'a[href], button, select, input, summary, [tabindex="0"]';
    const expected = await page
      .locator(controls)
      .evaluateAll((all) => all.filter((control) => control.checkVisibility()).length);
    expect(expected).toBeGreaterThan(250);
    const reached = await page.evaluate(() => {
      const seen = new Set<Element>();
      document.addEventListener('focusin', ({ target }) => seen.add(target as Element));
      Object.assign(window, { seen });
    });
    expect(reached).toBeUndefined();
    for (let press = 0; press < expected; press++) await page.keyboard.press('Tab');
    const missed = await page.evaluate(
      (selector) =>
        [...document.querySelectorAll(selector)]
          .filter((control) => control.checkVisibility())
          .filter((control) => !(window as unknown as { seen: Set<Element> }).seen.has(control))
          .map((control) => control.outerHTML.slice(0, 200)),
      controls,
    );
    expect(missed).toEqual([]);
  });
});

describe.skipIf(isMissing)('the page for everyone', () => {
  afterEach(() => page.context().close());

  test.each(['light', 'dark'] as const)('axe finds nothing serious in the %s', async (colorScheme) => {
    for (const name of ['paper', 'banded', 'hostile'] as const) {
      await open(addressOf(name), { colorScheme });
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => {
        type Found = {
          violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
        };
        const { violations } = await (window as unknown as { axe: { run(): Promise<Found> } }).axe.run();
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes[0]!.html} ${nodes[0]!.failureSummary}`);
      });
      expect(violations).toEqual([]);
      if (name !== 'hostile') await page.context().close();
    }
  });

  /** Those whose right edge lies outside of the window, and which cannot be scrolled to. */
  const clipped = () =>
    page.locator('main *').evaluateAll((elements) =>
      elements
        .filter((element) => !element.closest('.detail, .unseen'))
        .filter((element) => {
          const scroller = element.parentElement?.closest('.scrolling');
          const scrolls = scroller && getComputedStyle(scroller).overflowX !== 'visible';
          return !scrolls && element.getBoundingClientRect().right > document.documentElement.clientWidth + 1;
        })
        .map((element) => element.outerHTML.slice(0, 100)),
    );

  test('printed, nothing is cut off, and what is only for the screen is gone', async () => {
    // A4 between its margins.
    await open(addressOf('paper'), { viewport: { width: 710, height: 1000 }, colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await clipped()).toEqual([]);
    expect(await page.locator('nav').isVisible()).toBe(false);
    const cut = await page
      .locator('.scrolling')
      .evaluateAll((boxes) => boxes.filter((box) => box.scrollWidth > box.clientWidth + 1).length);
    expect(cut).toBe(0);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
  });

  test('a selection that names all rows does not widen the page', async () => {
    await open(addressOf('hostile'), { viewport: { width: 320, height: 700 } });
    const progress = (await page.locator('.progress').boundingBox())!;
    expect(progress.x + progress.width).toBeLessThanOrEqual(320);
    expect(await page.locator('.progress').evaluate((text) => text.scrollWidth - text.clientWidth)).toBe(0);
  });

  test('on 320 pixels only tables scroll sideways', async () => {
    await open(addressOf('paper'), { viewport: { width: 320, height: 700 } });
    expect(await clipped()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    const box = page.locator('.scrolling').first();
    await box.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => box.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
  });

  test('without scripts the tables are there, and details open at a click', async () => {
    await open(addressOf('paper'), { javaScriptEnabled: false });
    const cell = page.locator('button.cell').nth(10);
    await cell.click();
    expect(await page.locator('.detail').nth(10).isVisible()).toBe(true);
  });

  test('hostile text is shown, and does nothing', async () => {
    await open(addressOf('hostile'));
    expect(await page.evaluate(() => 'broken' in window)).toBe(false);
    expect(await page.locator('h1').textContent()).toContain('</script><script>window.broken');
    expect(requests).toEqual([addressOf('hostile')]);
    expect(complaints).toEqual([]);
  });
});

test.skipIf(isMissing)('a served page loads itself again when there is more, and keeps its place', async () => {
  const results = await mkdtemp(join(tmpdir(), 'redistill-served-'));
  const plan = expand(suiteSchema.parse(small));
  await writeResults(plan, results, ({ label }) => (label.includes('vanilla') ? { accuracy: 81.25 } : undefined));
  const served = await startServer(results);
  try {
    await open(served.address, { viewport: { width: 1000, height: 500 } });
    await page.evaluate(() => window.scrollTo(0, 300));
    const topOfTables = () => page.locator('#tables').evaluate((section) => section.getBoundingClientRect().top);
    const before = await topOfTables();
    await writeResults(plan, results, () => ({ accuracy: 85.5 }));
    await page.getByText(`All ${plan.jobs.length} jobs are done.`).waitFor();
    // More may stand above now: what the reader looks at stays where it was.
    await expect.poll(async () => Math.abs((await topOfTables()) - before)).toBeLessThan(2);
    expect(new Set(requests)).toEqual(new Set([served.address, `${served.address}changes`]));
    expect(complaints).toEqual([]);
  } finally {
    await page.context().close();
    await endServer(served, 'SIGINT');
    await rm(results, { recursive: true });
  }
});
