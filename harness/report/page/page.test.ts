import { describe, expect, test } from 'vitest';
import { hostileData, hostileText } from './fixtures/hostile.ts';
import { pageOf } from './page.tsx';

const html = pageOf(hostileData);

const all = (pattern: RegExp, text = html) => Array.from(text.matchAll(pattern), ([, found]) => found!);

test('text from outside is never markup', () => {
  expect(hostileText).toContain('<script>');
  expect(all(/<(script|img)\b/g)).toEqual(['script']);
  expect(html).not.toContain('window.broken = 1</script>');
  expect(html).toContain('&lt;/script>&lt;script>window.broken');
});

test('headings go down by one step at a time, from a single first one', () => {
  const levels = all(/<h(\d)/g).map(Number);
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  levels.reduce((before, level) => {
    expect(level).toBeLessThanOrEqual(before + 1);
    return level;
  });
});

test('identifiers are there only once, and all that is referred to is there', () => {
  const ids = all(/ id="([^"]+)"/g);
  expect(new Set(ids).size).toBe(ids.length);
  const references = [
    ...all(/href="#([^"]+)"/g),
    ...all(/(?:aria-describedby|aria-labelledby|popovertarget)="([^"]+)"/g),
  ];
  expect(references.length).toBeGreaterThan(10);
  expect(references.filter((id) => !ids.includes(id))).toEqual([]);
});

test('nothing is asked of anyone: no address, and a policy that forbids it', () => {
  expect(html).toContain(
    `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"`,
  );
  expect(all(/(?:src|href)="([^"]+)"/g).filter((target) => !/^(#|data:)/.test(target))).toEqual([]);
  expect(html).not.toMatch(/url\(|@import|https?:(?!\/\/www\.w3\.org\/)/);
});

test('only a served page loads itself again', () => {
  expect(html).not.toContain('EventSource');
  const served = pageOf(hostileData, { version: 'abc' });
  expect(served).toContain('data-version="abc"');
  expect(served).toContain('new EventSource');
  expect(served).toContain("connect-src 'self'");
});

describe('a cell', () => {
  const cellOf = (id: string) =>
    new RegExp(`<td[^>]*><button[^>]*popovertarget="${id}"[^>]*>(.*?)</button>`)
      .exec(html)?.[1]
      ?.replaceAll(/<[^>]+>/g, '');

  test('says its mean, what was published, the difference and the verdict', () => {
    expect(cellOf('table1-1-0')).toBe('70.66 (0.24), published 70.66, difference +0.00✓, agrees');
    expect(cellOf('table1-2-0')).toBe('69.16 [1], published 71.16, difference −2.00▼, lower');
  });

  test('says why it is empty', () => {
    expect(cellOf('table1-0-1')).toBe('-');
    expect(cellOf('table1-1-1')).toBe('failed');
    expect(cellOf('table1-3-0')).toBe('n/a');
    expect(html).toContain('<dt>Failed</dt>');
  });
});

test('the legend explains the signs that occur', () => {
  const legend = /<p class="legend">(.*?)<\/p>/.exec(html)?.[1];
  expect(all(/<\/span> ([a-z ]+)<\/span>/g, legend)).toEqual(['agrees', 'lower', 'too few trials']);
});

test('the legend has the same order wherever the signs stand first', () => {
  const [table] = hostileData.tables;
  const turned = { ...hostileData, tables: [{ ...table!, rows: table!.rows.toReversed() }] };
  const legend = /<p class="legend">(.*?)<\/p>/.exec(pageOf(turned))?.[1];
  expect(all(/<\/span> ([a-z ]+)<\/span>/g, legend)).toEqual(['agrees', 'lower', 'too few trials']);
});

test('the contents name all sections, and no others', () => {
  const links = all(/<a href="#([^"]+)">/g, /<nav.*?<\/nav>/s.exec(html)![0]);
  expect(links).toEqual(all(/<section id="([^"]+)"/g));
});

test('a distiller has its look beside its name', () => {
  expect(html).toMatch(
    /<th scope="row"><span class="distiller-name"><svg class="swatch"[^>]*style="color:var\(--hue-13,#d14d00\);?"[\s\S]*?<\/svg><span>CRD<\/span>/,
  );
});
