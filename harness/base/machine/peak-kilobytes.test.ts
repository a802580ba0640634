import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { peakKilobytes } from './peak-kilobytes.ts';

const megabytes = 400;

test('the peak of a process counts what it held itself, and not what the one that started it held', () => {
  const before = peakKilobytes();
  const held = Buffer.alloc(megabytes * 2 ** 20, 1);
  expect(peakKilobytes() - before).toBeGreaterThan(0);
  expect(peakKilobytes()).toBeGreaterThan(megabytes * 1024);
  const read = `import(${JSON.stringify(new URL('peak-kilobytes.ts', import.meta.url).href)}).then((own) => console.log(own.peakKilobytes()))`;
  const child = execFileSync(process.execPath, ['--import', './scripts/typescript.mjs', '-e', read], {
    encoding: 'utf8',
  });
  expect(held.length).toBe(megabytes * 2 ** 20);
  expect(Number(child)).toBeGreaterThan(1000);
  expect(Number(child)).toBeLessThan(megabytes * 1024);
});
