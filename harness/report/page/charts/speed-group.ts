import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { median } from '../../../base/statistics/median.ts';
import { type Measurement, readStepTimes, type StepTimesReport, type Timing } from '../../../results/step-times.ts';
import { type ShownSpeed, type StepTime, speed } from '../../charts/speed.ts';
import type { ChartGroup } from '../page-data.ts';

/**
 * How fast steps are, by the newest report that `npm run bench` left.
 * @param results the folder for the results of all suites
 * @throws Problem where that report is damaged
 */
export async function speedGroup(results: string): Promise<ChartGroup> {
  const report = await newestReport(join(results, 'bench'));
  const about = report && `${report.date.slice(0, 10)}, ${report.machine.device}, suite ${report.options.suite}`;
  const charts = report ? await speed(report.measurements.map(speedOf)) : [];
  return {
    id: 'speed',
    title: 'Speed',
    short: 'Speed',
    lead: `Milliseconds a training step, the median of each round with the spread over rounds, and what each distiller costs beside KD. Measured on ${about}.`,
    figures: charts.map(({ title: caption, svg }) => ({ caption, svg })),
  };
}

/** Reports are named by when they were made. */
async function newestReport(folder: string): Promise<StepTimesReport | undefined> {
  const names: string[] = await readdir(folder).catch(() => []);
  const newest = names
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .at(-1);
  return newest === undefined ? undefined : readStepTimes(join(folder, newest));
}

function speedOf({ distiller, teacher, student, teacherCache, ours, reference }: Measurement): ShownSpeed {
  const pair = teacher === undefined ? student : `${teacher} to ${student}`;
  return {
    distiller,
    pair: teacherCache === 'off' ? pair : `${pair}, teacher cache ${teacherCache}`,
    ours: timeOf(ours),
    reference: reference && timeOf(reference),
  };
}

function timeOf({ rounds }: Timing): StepTime {
  return { milliseconds: median(rounds), interval: { lower: Math.min(...rounds), upper: Math.max(...rounds) } };
}
