import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { createMeter, progressLine } from './meter.ts';
import { setQuiet } from './say.ts';

test('what a line says', () => {
  const some = { start: 20e6, done: 84e6, total: 168_513_733 };
  expect(progressLine('CIFAR-100', some, 8)).toBe('CIFAR-100: 84 MB of 169 MB, 8 MB a second, about 11s left');
  expect(progressLine('CIFAR-100', { start: 0, done: 84e6 }, 8)).toBe('CIFAR-100: 84 MB, 11 MB a second');
  expect(progressLine('CIFAR-100', { ...some, done: 20e6 }, 8)).toBe('CIFAR-100: 20 MB of 169 MB');
});

/** A terminal of 80 characters, and all that was written to it. */
function terminalOf() {
  const stream = new PassThrough();
  const written: string[] = [];
  stream.on('data', (chunk) => written.push(String(chunk)));
  const terminal = Object.assign(stream, { isTTY: true, columns: 80, rows: 24 }) as unknown as NodeJS.WriteStream;
  return { terminal, written };
}

afterEach(() => setQuiet(false));

test('on a terminal a bar is redrawn in place, and goes in the end', async () => {
  const { terminal, written } = terminalOf();
  const meter = createMeter('CIFAR-100', { start: 0, total: 2e6 }, terminal);
  meter.show(5e5);
  expect(written).toEqual([]);
  await setTimeout(300);
  meter.show(1e6);
  expect(stripVTControlCharacters(written.join(''))).toContain(
    '████████████░░░░░░░░░░░░ 50 %  CIFAR-100: 1 MB of 2 MB, ',
  );
  const drawn = written.length;
  meter.close();
  // It erases its line.
  expect(written.slice(drawn).join('')).toContain('\u001B[2K');
});

test('the bar is redrawn between two steps, and what is printed goes above it', async () => {
  const { terminal, written } = terminalOf();
  const meter = createMeter(
    'parity',
    { start: 0, total: 4, say: (cases) => `${cases} cases`, showsSpeed: false },
    terminal,
  );
  meter.show(1);
  await setTimeout(1200);
  expect(written.join('')).toMatch(/parity: 1 cases of 4 cases, about \d+s left/);
  const drawn = written.length;
  meter.above(() => terminal.write('a line\n'));
  expect(stripVTControlCharacters(written.slice(drawn).join(''))).toMatch(/^a line\n█+░+ 25 %/);
  meter.close();
});

test('a quiet command shows none', async () => {
  setQuiet(true);
  const { terminal, written } = terminalOf();
  const meter = createMeter('CIFAR-100', { start: 0, total: 2e6 }, terminal);
  await setTimeout(300);
  meter.show(1e6);
  meter.close();
  expect(written).toEqual([]);
});
