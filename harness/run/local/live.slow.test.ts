import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { columns, rows, Terminal } from './fixtures/terminal.ts';

let folder: string;
let terminal: Terminal | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-live-'));
});
afterEach(async () => {
  await terminal?.end();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const isBar = (line: string) => /^[█░]+ \d+ %/.test(line);
const isCounts = (line: string) => /^\d+ of 770 jobs done/.test(line);
const isRunning = (line: string) => /^ {2}\S/.test(line);
const isRedrawn = (line: string) => isBar(line) || isCounts(line) || isRunning(line);
const labelIn = (line: string) => /^done: (\S+), test accuracy \d+\.\d\d %, in \d/.exec(line)?.[1];
const labelsIn = (lines: readonly string[]) => lines.map(labelIn).filter((label) => label !== undefined);

/**
 * The redrawn part stands at the end of the screen, once and whole, and only what ended stands above it.
 * @returns how many jobs are shown at work
 */
function checkScreen(screen: readonly string[]): number {
  expect(screen.length).toBeLessThanOrEqual(rows);
  for (const line of screen) expect(line.length).toBeLessThanOrEqual(columns);
  const lines = screen.slice(0, screen.findLastIndex((line) => line !== '') + 1);
  const bar = lines.findIndex(isBar);
  const [, counts = '', titles = '', ...running] = lines.slice(bar);
  expect(counts).toMatch(/^\d+ of 770 jobs done, [1-8] running$/);
  expect(titles).toMatch(/^ {2}running +epoch +test/);
  expect(running).toHaveLength(Number(/(\d) running/.exec(counts)?.[1]));
  // Names are there whole.
  for (const line of running) expect(line).toMatch(/^ {2}[\w+-]+-(teacher|trial\d+) +(\d+\/240|starting)/);
  for (const line of lines.slice(0, bar))
    expect(line).toMatch(/^(done: |Many jobs: 770 jobs, 0 of them done, 8 at a time)/);
  return running.length;
}

/** The jobs that are done, by what lies on the disk. */
async function doneJobs(): Promise<string[]> {
  const files = await readdir(join(folder, 'many/jobs'), { recursive: true });
  return files.filter((file) => file.endsWith('result.json')).map((file) => dirname(file).replace(/-[0-9a-f]{8}$/, ''));
}

test('a terminal shows 8 of 770 jobs at work in place, and each that ended once, above them', async ({ skip }) => {
  const { failed } = await execa('tmux', ['-V'], { reject: false });
  if (failed) return skip('tmux is not there, so that no terminal shows the live view here');
  terminal = await Terminal.start(folder, 3);
  // On a busy machine the view is drawn before the first job has started.
  while (!(await terminal.screen()).some((line) => isCounts(line) && line.endsWith(' running'))) await setTimeout(100);
  const shown: number[] = [];
  while ((await terminal.scrolled()).length < 40) {
    shown.push(checkScreen(await terminal.screen()));
    expect((await terminal.scrolled()).filter(isRedrawn)).toEqual([]);
    await setTimeout(150);
  }
  expect(shown.length).toBeGreaterThan(20);
  expect(Math.max(...shown)).toBe(8);

  await terminal.interrupt();
  const screen = await terminal.screen();
  const told = [...(await terminal.scrolled()), ...screen];
  expect(labelsIn(told).toSorted()).toEqual((await doneJobs()).toSorted());
  expect(told.filter(isRedrawn)).toEqual([]);
  expect(told.filter((line) => line.startsWith('stopped: ')).length).toBeGreaterThan(0);
  expect(screen.join('\n')).toContain('redistill: stopped; the same command continues from there.');
});
