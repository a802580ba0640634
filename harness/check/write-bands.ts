import { writeWhole } from '../base/files/files.ts';
import { near } from '../base/near.ts';
import { Problem } from '../base/problem.ts';
import { listIn, numberIn } from '../base/validate/option.ts';
import { baselinePath, loadBaseline } from '../suite/baseline/load.ts';
import { loadSuite } from '../suite/load.ts';
import { makeBands } from './make-bands.ts';

/** Its options, as they are typed. */
export interface BandsFlags {
  trials: string;
  distillers: string;
}

/**
 * Writes new bands into the file of a suite's baseline; all else in it stays.
 * @throws Problem where the suite has no baseline, or not all trials are there
 */
export async function writeBands(name: string, results: string, { trials, distillers }: BandsFlags): Promise<void> {
  const suite = await loadSuite(name);
  if (suite.baseline === undefined) {
    throw new Problem(
      `the suite ${suite.name} has no baseline`,
      'Make a file in baselines/measured, and name it in the suite',
    );
  }
  const baseline = await loadBaseline(suite.baseline);
  const bands = await makeBands(suite, results, {
    count: numberIn('--trials', trials, { least: 20 }),
    distillers: listIn(distillers)!,
  });
  const path = baselinePath(suite.baseline)!;
  await writeWhole(path, formatted({ ...baseline, bands }));
  console.log(`${bands.bands.length} bands of ${trials} trials are in ${near(path)}`);
  const { epochs } = suite.recipe;
  const whole = new Set(bands.bands.flatMap(({ distiller, epoch }) => (epoch === epochs ? distiller : [])));
  const short = [...new Set(bands.bands.map(({ distiller }) => distiller))].filter((row) => !whole.has(row));
  if (short.length > 0) {
    console.log(`Not all trials of ${short.join(', ')} are done, so there are no bands of epoch ${epochs} for them`);
  }
}

/** JSON with each list of numbers on a line. */
function formatted(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  return `${text.replaceAll(/\[[\s\d.,eE+-]+\]/g, (list) => list.replaceAll(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'))}\n`;
}
