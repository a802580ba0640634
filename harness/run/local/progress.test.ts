import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Heartbeat } from '../../job/heartbeat.ts';
import type { Epoch, Result } from '../../job/result.ts';
import { workAnImage } from '../../job/work.ts';
import { expand } from '../../suite/expand.ts';
import small from '../../suite/fixtures/small.ts';
import type { PlannedJob } from '../../suite/plan.ts';
import { suiteSchema } from '../../suite/schema.ts';
import { linesView } from './lines.ts';
import { linesFor, liveView } from './live.ts';
import { Progress } from './progress.ts';
import { epochText, summaryLine } from './progress-lines.ts';
import { teacherOutputs } from './schedule.ts';

/** Four jobs of eight epochs: a teacher, its student, and two vanilla students; and a clock that a test turns. */
function setUp() {
  const suite = suiteSchema.parse({
    ...small,
    tables: [{ name: 'small', pairs: small.tables[0]!.pairs.slice(0, 1), trials: 2 }],
  });
  const { jobs } = expand(suite, { distillers: ['vanilla', 'KD'] });
  const [teacher, vanilla] = jobs as [PlannedJob, PlannedJob];
  const clock = { seconds: 0 };
  const progress = new Progress(jobs, new Map(), 2, () => clock.seconds);
  return { jobs, teacher, vanilla, clock, progress };
}

function epoch(number: number, seconds: number): Epoch {
  const accuracies = { trainAccuracy: 50, testAccuracy: 45.678 };
  return { epoch: number, rate: 0.1, loss: 1.23456, classification: 1, seconds, ...accuracies };
}

const heartbeat: Heartbeat = {
  beat: 1,
  pid: 1,
  host: 'here',
  device: 'CPU',
  stage: 'main',
  epoch: 1,
  step: 0,
  steps: 4,
  loss: 0.5,
  imagesASecond: 812.3,
};

describe('the time that is left', () => {
  test('is unknown before the first epoch is over', () => {
    const { progress, teacher } = setUp();
    progress.start(teacher);
    expect(progress.secondsLeft()).toBeUndefined();
    expect(summaryLine(progress)).toBe('0 of 5 jobs done, 1 running');
  });

  test('is by the work of a job like it, else of one of the same network, else of any', () => {
    const { progress, teacher, vanilla, jobs } = setUp();
    const work = (job: PlannedJob) => workAnImage(job.configuration);
    progress.start(teacher);
    progress.epoch(teacher, epoch(1, 10));
    expect(progress.secondsOf(vanilla)).toBeCloseTo((80 * work(vanilla)) / work(teacher));
    progress.start(vanilla);
    progress.epoch(vanilla, epoch(1, 2));
    const kd = jobs.find(({ label }) => label.includes('KD'))!;
    expect(progress.secondsOf(kd)).toBeCloseTo((16 * work(kd)) / work(vanilla));
    expect(progress.secondsOf(teacher)).toBe(70);
  });

  test('is a second at least as long as something runs', () => {
    const { teacher } = setUp();
    const clock = { seconds: 0 };
    const progress = new Progress([teacher], new Map(), 1, () => clock.seconds);
    progress.start(teacher);
    progress.epoch(teacher, epoch(7, 10));
    clock.seconds += 9.7;
    expect(summaryLine(progress)).toBe('0 of 1 job done, 1 running, about 1s left');
  });

  test('runs down within an epoch, and no further', () => {
    const { progress, teacher, clock } = setUp();
    progress.start(teacher);
    progress.epoch(teacher, epoch(7, 10));
    clock.seconds += 4;
    expect(progress.secondsOf(teacher)).toBe(6);
    clock.seconds += 100;
    expect(progress.secondsOf(teacher)).toBe(0);
    // A heartbeat knows better.
    progress.heartbeat(teacher, { ...heartbeat, epoch: 8, step: 1 });
    expect(progress.secondsOf(teacher)).toBe(7.5);
  });
});

test("a job that is done has left its teacher's outputs in the cache, one that failed has not", () => {
  const { progress, jobs } = setUp();
  const [first, second] = jobs.filter(({ label }) => label.includes('KD')) as [PlannedJob, PlannedJob];
  progress.start(first);
  progress.start(second);
  expect(progress.situation).toEqual({ running: [first, second], done: new Set(), cached: new Set() });
  progress.end(first, 'done');
  progress.end(second, 'failed');
  const after = { running: [], done: new Set([first.id]), cached: new Set(teacherOutputs(first)) };
  expect(progress.situation).toEqual(after);
  const result = { seconds: 1 } as Result;
  expect(new Progress(jobs, new Map([[first.id, result]]), 2).situation).toEqual(after);
});

describe('what is shown', () => {
  test('of a job at work', () => {
    const { progress, teacher } = setUp();
    progress.start(teacher);
    expect(epochText(progress.running.get(teacher.id)!)).toBe('starting, CPU');
    progress.epoch(teacher, epoch(3, 10));
    expect(epochText(progress.running.get(teacher.id)!)).toBe('epoch 3/8, loss 1.23, test 45.68 %, CPU');
    progress.heartbeat(teacher, { ...heartbeat, epoch: 4, step: 1, steps: 4 });
    expect(epochText(progress.running.get(teacher.id)!)).toBe('epoch 4/8 25%, loss 0.500, test 45.68 %, 812/s, CPU');
  });

  test('of all of them', () => {
    const { progress, teacher, vanilla, jobs } = setUp();
    progress.start(teacher);
    progress.epoch(teacher, epoch(8, 10));
    progress.end(teacher, 'done');
    progress.start(vanilla);
    progress.end(vanilla, 'failed');
    progress.skip(jobs.find(({ label }) => label.includes('KD'))!);
    expect(summaryLine(progress)).toBe('1 of 5 jobs done, 1 failed, 1 skipped, about 51s left');
  });

  test('where there is no terminal: a line for a start, and one every ten seconds at most', () => {
    const { progress, teacher } = setUp();
    const written: string[] = [];
    let milliseconds = 0;
    const stream = { write: (text: string) => written.push(text) } as unknown as NodeJS.WritableStream;
    const view = linesView(progress, stream, () => milliseconds);
    view.event(started(teacher));
    progress.start(teacher);
    for (const number of [1, 2, 3, 4]) {
      milliseconds += 6000;
      progress.epoch(teacher, epoch(number, 6));
      view.refresh();
    }
    expect(written).toMatchInlineSnapshot(`
      [
        "started: resnet20-teacher
      ",
        "0 of 5 jobs done, 1 running, about 1m 7s left; resnet20-teacher epoch 2/8, loss 1.23, test 45.68 %, CPU
      ",
        "0 of 5 jobs done, 1 running, about 1m left; resnet20-teacher epoch 4/8, loss 1.23, test 45.68 %, CPU
      ",
      ]
    `);
  });

  test('on a terminal: the jobs at work, and what ended above them', () => {
    const { progress, teacher, vanilla } = setUp();
    const { terminal, written } = terminalOf(80);
    const view = liveView(progress, terminal);
    progress.start(teacher);
    progress.start(vanilla);
    view.event(started(teacher));
    progress.epoch(teacher, epoch(3, 10));
    view.event({ ...started(teacher), event: 'skipped', because: 'resnet32-teacher failed' });
    view.close();
    // Without the codes that move the cursor.
    const plain = stripVTControlCharacters(written());
    expect(plain).toContain('skipped: resnet20-teacher, as resnet32-teacher failed\n');
    // 3 of 8 epochs of one of 5 jobs.
    expect(plain).toMatch(/^█+░+ 7 % {2}about 1m 41s left$/m);
    expect(plain).toContain('\n0 of 5 jobs done, 2 running\n');
    expect(plain).toContain(
      [
        '  running                    epoch     test   loss   on  images/s',
        '  resnet20-teacher        3/8       45.68 %   1.23  CPU',
        '  resnet8-vanilla-trial1  starting                  CPU',
      ].join('\n'),
    );
  });

  test('on a narrow terminal: names whole as long as there is room for them and the epoch', () => {
    const { progress, jobs } = setUp();
    const kd = jobs.find(({ label }) => label === 'resnet8-from-resnet20-KD-trial1')!;
    progress.start(kd);
    progress.heartbeat(kd, { ...heartbeat, testAccuracy: 45.678 });
    const rowAt = (columns: number) => linesFor(progress, columns, 24, 0).at(-1);
    expect(rowAt(80)).toBe('  resnet8-from-resnet20-KD-trial1  1/8   0%  45.68 %  0.500  CPU       812');
    expect(rowAt(60)).toBe('  resnet8-from-resnet20-KD-trial1  1/8   0%  45.68 %  0.500');
    expect(rowAt(44)).toBe('  resnet8-from-resnet20-KD-trial1  1/8   0%');
    expect(rowAt(36)).toBe('  resnet8-from…0-KD-trial1  1/8   0%');
  });

  test('on a terminal: a failure with every word, and what is done in one line', () => {
    const { progress, teacher } = setUp();
    const { terminal, written } = terminalOf(40);
    const view = liveView(progress, terminal);
    const about = { at: '2026-01-01T00:00:00Z', job: teacher.id, label: 'resnet8-from-resnet20-KD-trial1', attempt: 1 };
    view.event({ event: 'failed', ...about, cause: 'diverged', reason: 'its loss became NaN or infinite' });
    view.event({ event: 'done', ...about, accuracy: 45.678, seconds: 130 });
    view.close();
    const plain = stripVTControlCharacters(written());
    expect(plain).toContain('failed: resnet8-from-resnet20-KD-trial1:\n  its loss became NaN or infinite.\n');
    expect(plain).toContain('done: resnet…rial1, test accuracy 45.68…\n');
  });

  test('never takes more room than the terminal has', () => {
    const { progress, jobs } = setUp();
    for (const job of jobs) progress.start(job);
    for (const [columns, rows] of [
      [80, 24],
      [40, 8],
      [20, 6],
    ] as const) {
      const lines = linesFor(progress, columns, rows, 4000);
      expect(lines.length).toBeLessThan(rows);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    }
    expect(linesFor(progress, 40, 8, 0).at(-1)).toBe('  and 3 more');
  });
});

const started = ({ id, label }: PlannedJob) =>
  ({ event: 'started', at: '2026-01-01T00:00:00Z', job: id, label, attempt: 1, device: 'CPU' }) as const;

/** A terminal that is so wide, and what was written to it. */
function terminalOf(columns: number) {
  const stream = new PassThrough();
  const terminal = Object.assign(stream, { isTTY: true, columns, rows: 24 }) as unknown as NodeJS.WriteStream;
  return { terminal, written: () => String(stream.read() ?? '') };
}
