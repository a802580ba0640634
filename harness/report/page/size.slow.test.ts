import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gather } from '../../results/evidence/gather.ts';
import { writeLarge } from './fixtures/large.ts';
import { pageFor } from './write-page.ts';

test('the page of all methods after CRD on the 13 pairs, 240 epochs each, stays below 10 MB', async () => {
  const results = await mkdtemp(join(tmpdir(), 'redistill-size-'));
  try {
    const distillers = ['all'];
    const suite = await writeLarge(results, { suite: 'after-crd', distillers, epochs: 240 });
    const html = await pageFor(await gather(suite, results, { distillers }));
    expect(html).toContain('id="papers-all"');
    expect(Buffer.byteLength(html)).toBeLessThan(10_000_000);
  } finally {
    await rm(results, { recursive: true });
  }
});

test("the page of both of the paper's tables, 5 trials and 240 epochs each, stays below 10 MB", async () => {
  const results = await mkdtemp(join(tmpdir(), 'redistill-size-'));
  try {
    const suite = await writeLarge(results, { trials: 5, epochs: 240 });
    const html = await pageFor(await gather(suite, results, { trials: 5 }));
    expect(html.match(/class="cell"/g)).toHaveLength(13 * (15 + 1));
    expect(Buffer.byteLength(html)).toBeLessThan(10_000_000);
  } finally {
    await rm(results, { recursive: true });
  }
});
