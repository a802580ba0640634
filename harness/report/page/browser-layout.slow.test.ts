import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { decode } from '../../data/images/decode.ts';
import { addressOf, isMissing, openPage, useBrowser } from './fixtures/browser.ts';

useBrowser();
let page: Page;
async function open(width: number, name: 'paper' | 'banded' = 'paper'): Promise<void> {
  ({ page } = await openPage(addressOf(name), { viewport: { width, height: 900 } }));
}

describe.skipIf(isMissing)('tables', () => {
  afterEach(() => page.context().close());

  const boxes = () => page.locator('.table .scrolling');
  const isWider = () => boxes().evaluateAll((all) => all.map((box) => box.scrollWidth > box.clientWidth + 1));

  test('of seven pairs fit 1280 pixels, and do not say that they scroll', async () => {
    await open(1280);
    expect(await isWider()).toEqual([false, false]);
    expect(await page.locator('.table .scrolling[data-scrolls]').count()).toBe(0);
  });

  test('that are wider than a window say so', async () => {
    await open(390);
    expect(await isWider()).toEqual([true, true]);
    const ways = await boxes().evaluateAll((all) => all.map((box) => (box as HTMLElement).dataset.scrolls));
    expect(ways).toEqual(['sideways →', 'sideways →']);
    const hint = await boxes()
      .first()
      .evaluate((box) => getComputedStyle(box, '::before').content);
    expect(hint).toContain('Scrolls ');
  });

  test.each([
    [1280, 'down ↓'],
    [390, 'sideways → and down ↓'],
  ])('that are long say so, %i wide, and end where their line does', async (width, ways) => {
    await open(width);
    const tall = page.locator('.tall').first();
    expect(await tall.getAttribute('data-scrolls')).toBe(ways);
    const room = await tall.evaluate((box) => box.clientWidth - box.querySelector('table')!.offsetWidth);
    expect(room).toBeLessThanOrEqual(0);
  });

  test('of sentences fit 390 pixels, and give them all of the width', async () => {
    await open(390);
    const words = page.locator('.words');
    expect(await words.count()).toBe(2);
    expect(await page.locator('.scrolling[data-scrolls] .words').count()).toBe(0);
    const widths = await words.locator('td:last-child').evaluateAll((all) => all.map((cell) => cell.clientWidth));
    expect(Math.min(...widths)).toBeGreaterThan(340);
  });

  test.each([1280, 390])('have the means of a column below each other, %i wide', async (width) => {
    await open(width);
    const columns = await page.locator('table.paper').evaluateAll((tables) =>
      tables.flatMap((table) => {
        const rows = [...table.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('.value')]);
        return rows[0]!.map((_, column) => {
          const ends = rows.flatMap((cells) => {
            const text = document.createTreeWalker(cells[column]!, NodeFilter.SHOW_TEXT).nextNode() as Text;
            const [mean] = /^\d+\.\d+/.exec(text.data) ?? [];
            if (mean === undefined) return [];
            const range = document.createRange();
            range.setStart(text, 0);
            range.setEnd(text, mean.length);
            return [Math.round(range.getBoundingClientRect().right)];
          });
          return new Set(ends).size;
        });
      }),
    );
    expect(columns).toEqual(columns.map(() => 1));
    expect(columns).toHaveLength(13);
  });

  test.each([
    ['paper', 390],
    ['banded', 1280],
  ] as const)('have signs apart from what they are about: %s, %i wide', async (name, width) => {
    await open(width, name);
    const gaps = await page.locator('table.paper .mark').evaluateAll((marks) =>
      marks.map((mark) => {
        const range = document.createRange();
        range.selectNodeContents(mark.firstElementChild!);
        const { left } = range.getBoundingClientRect();
        const before = mark.previousElementSibling?.getBoundingClientRect().right ?? 0;
        return left - before;
      }),
    );
    expect(gaps.length).toBeGreaterThan(3);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(3);
  });

  test('have the names of rows and their numbers on one line', async () => {
    await open(1280);
    // A line of no height stands on the baseline of what is before it.
    const lines = await page.locator('table.paper tbody tr').evaluateAll((rows) =>
      rows.map((row) => {
        const baselineIn = (element: Element) => {
          const mark = document.createElement('span');
          mark.style.display = 'inline-block';
          element.append(mark);
          const { bottom } = mark.getBoundingClientRect();
          mark.remove();
          return bottom;
        };
        return [row.querySelector('th')!, ...row.querySelectorAll('.value')].map(baselineIn);
      }),
    );
    expect(lines).toHaveLength(32);
    for (const [name, ...numbers] of lines) {
      for (const number of numbers) expect(Math.abs(number - name!)).toBeLessThan(1);
    }
  });

  test.each([
    ['paper', 390],
    ['paper', 1280],
    ['banded', 390],
    ['banded', 1280],
  ] as const)('have headings above what they head: %s, %i wide', async (name, width) => {
    await open(width, name);
    const shifts = await page.locator('table.paper').evaluateAll((tables) =>
      tables.flatMap((table) => {
        const boxOf = (node: Node) => {
          const range = document.createRange();
          range.selectNodeContents(node);
          return range.getBoundingClientRect();
        };
        const [names, ...headings] = Array.from(table.querySelectorAll('thead .sort'), (heading) =>
          boxOf(heading.querySelector('.student') ?? heading.firstChild!),
        );
        const teacher = boxOf(table.querySelector('.fixed th')!);
        // A mean alone, as the teacher's is, leaves room for the deviations of its column.
        const ends = Array.from(
          table.querySelectorAll('.fixed .value'),
          (value) => (value.querySelector('.rest')?.getBoundingClientRect() ?? boxOf(value)).right,
        );
        return [names!.left - teacher.left, ...headings.map(({ right }, column) => right - ends[column]!)];
      }),
    );
    expect(shifts.filter((shift) => Math.abs(shift) >= 1)).toEqual([]);
  });

  test.each([390, 1280])('of what follows have the headings of numbers above them, %i wide', async (width) => {
    await open(width);
    const shifts = await page.locator('.grid table').evaluateAll((tables) =>
      tables.flatMap((table) => {
        const endOf = (node: Node) => {
          const range = document.createRange();
          range.selectNodeContents(node);
          return range.getBoundingClientRect().right;
        };
        const [heading, ...rows] = (table as HTMLTableElement).rows;
        return Array.from(heading!.cells).flatMap((cell, column) => {
          if (!('numeric' in cell.dataset)) return [];
          const end = endOf(cell.querySelector('.sort')!.firstChild!);
          const numbers = rows
            .map((row) => row.cells[column]!)
            .filter((one) => one.textContent && one.checkVisibility());
          return numbers.map((number) => endOf(number) - end);
        });
      }),
    );
    expect(shifts.length).toBeGreaterThan(1000);
    expect(shifts.filter((shift) => Math.abs(shift) >= 1)).toEqual([]);
  });

  test.each([0, 60])('have unbroken lines below headings and teachers, scrolled by %i pixels', async (scrolled) => {
    await open(390);
    const box = boxes().first();
    await box.evaluate((element, left) => element.scrollTo({ left }), scrolled);
    const { x, width: whole } = (await box.boundingBox())!;
    for (const row of await box.locator('thead tr, tbody.fixed tr').all()) {
      const { y, height } = (await row.boundingBox())!;
      const clip = { x: Math.ceil(x), y: Math.round(y + height) - 3, width: Math.floor(whole), height: 6 };
      const { pixels, width } = await decode(await page.screenshot({ fullPage: true, clip }), 'the line');
      const [above, ...lines] = Array.from({ length: clip.height }, (_, line) => {
        const at = (column: number) =>
          pixels
            .subarray(3 * (line * width + column))
            .subarray(0, 3)
            .join();
        return [...new Set(Array.from({ length: width }, (_, column) => at(column)))];
      });
      // A line has one colour from its left to its right, the names' column included, and what is above it has another.
      expect(lines.filter((colours) => colours.length === 1 && colours[0] !== above![0])).toHaveLength(1);
    }
  });

  test.each([390, 1280])('have each name beside its swatch, %i wide', async (width) => {
    await open(width);
    const shifts = await page.locator('.distiller-name').evaluateAll((names) =>
      names.map((name) => {
        const [swatch, text] = Array.from(name.children, (part) => part.getBoundingClientRect());
        return { isBeside: swatch!.right <= text!.left, above: swatch!.top - text!.top };
      }),
    );
    expect(shifts.length).toBeGreaterThan(40);
    expect(shifts.filter(({ isBeside, above }) => !isBeside || above < 0 || above > 12)).toEqual([]);
  });
});

describe.skipIf(isMissing)('text', () => {
  afterEach(() => page.context().close());

  test('does not break within an option, nor within top-1', async () => {
    await open(390);
    const whole = page.locator('.unbroken');
    expect(await whole.allTextContents()).toEqual(
      expect.arrayContaining(['top-1', '-a\u{a0}0', expect.stringMatching(/^-b\s\d/)]),
    );
    const lines = await whole.evaluateAll((all) =>
      all.flatMap((text) => (text.checkVisibility() ? [text.getClientRects().length] : [])),
    );
    expect(Math.max(...lines)).toBe(1);
  });

  test("nor does it in a cell's detail", async () => {
    await open(390);
    await page.locator('[aria-describedby="table1-2-0"]').focus();
    const options = page.locator('.detail:popover-open dd .unbroken', { hasText: /^-/ });
    expect(await options.allTextContents()).toEqual(['-r\u{a0}0.1', '-a\u{a0}0.9', '-b\u{a0}0']);
    expect(await options.evaluateAll((all) => all.map((text) => text.getClientRects().length))).toEqual([1, 1, 1]);
  });

  test.each([390, 1280])('outside of charts is 12 pixels high at least, %i wide', async (width) => {
    await open(width);
    const sizes = await page.locator('body :not(svg, svg *)').evaluateAll((all) =>
      all.flatMap((element) => {
        const hasText = [...element.childNodes].some(({ nodeType, nodeValue }) => nodeType === 3 && nodeValue?.trim());
        return hasText && element.checkVisibility() ? [Number.parseFloat(getComputedStyle(element).fontSize)] : [];
      }),
    );
    expect(sizes.length).toBeGreaterThan(1000);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
  });
});

describe.skipIf(isMissing)('the first screen', () => {
  afterEach(() => page.context().close());

  test.each([1280, 1440])('answers what agrees, what differs, what is not known yet, %i wide', async (width) => {
    await open(width);
    const header = (await page.locator('header').boundingBox())!;
    expect(header.y + header.height).toBeLessThanOrEqual(900);
    expect(await page.locator('header h2').allTextContents()).toEqual([
      expect.stringContaining('Agrees'),
      expect.stringContaining('Differs'),
      expect.stringContaining('Not known yet'),
    ]);
    const numbers = await page.locator('.count').allTextContents();
    const [parts, totals] = [0, 1].map((index) => numbers.map((text) => Number(text.match(/\d+/g)![index])));
    expect(parts!.reduce((sum, part) => sum + part, 0)).toBe(totals![0]);
    expect(await page.locator('header .chart svg').isVisible()).toBe(true);
  });

  test('has its contents between two lines that the list does not touch', async () => {
    await open(1440);
    const [outer, inner] = await Promise.all([page.locator('nav').boundingBox(), page.locator('nav ul').boundingBox()]);
    expect(inner!.y - outer!.y).toBeGreaterThanOrEqual(2);
    expect(outer!.y + outer!.height - inner!.y - inner!.height).toBeGreaterThanOrEqual(2);
  });

  test('leads to every section, and to none that is empty', async () => {
    await open(1280);
    const links = await page
      .locator('nav a')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href')!.slice(1)));
    const sections = await page.locator('main > section').evaluateAll((all) => all.map(({ id }) => id));
    expect(links).toEqual(sections);
    expect(sections).not.toContain('speed');
    expect(sections).not.toContain('bands');
    const empty = await page
      .locator('main > section')
      .evaluateAll((all) => all.filter((section) => !section.querySelector('table, svg, pre')).length);
    expect(empty).toBe(0);
  });
});
