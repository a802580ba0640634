import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createMeter, progressLine } from './meter.ts';

test('what a line says', () => {
  const some = { start: 20e6, done: 84e6, total: 168_513_733 };
  expect(progressLine('CIFAR-100', some, 8)).toBe('CIFAR-100: 84 MB of 169 MB, 8 MB a second, about 11s left');
  expect(progressLine('CIFAR-100', { start: 0, done: 84e6 }, 8)).toBe('CIFAR-100: 84 MB, 11 MB a second');
  expect(progressLine('CIFAR-100', { ...some, done: 20e6 }, 8)).toBe('CIFAR-100: 20 MB of 169 MB');
});

test('on a terminal the line is redrawn in place, and goes in the end', async () => {
  const written: string[] = [];
  const terminal = { isTTY: true, columns: 80, rows: 24, write: (text: string) => written.push(text) };
  const meter = createMeter('CIFAR-100', { start: 0, total: 2e6 }, terminal as unknown as NodeJS.WriteStream);
  meter.show(1e6);
  expect(written).toEqual([]);
  await setTimeout(300);
  meter.show(2e6);
  expect(written.join('')).toContain('CIFAR-100: 2 MB of 2 MB, ');
  const drawn = written.length;
  meter.close();
  // It erases its line.
  expect(written.slice(drawn).join('')).toContain('\u001B[2K');
});
