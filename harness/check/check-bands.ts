import { counted } from '../base/counted.ts';
import { fromBaseline } from '../base/statistics/band.ts';
import { decimalsFor } from '../base/statistics/decimals.ts';
import { interval, twoSidedP } from '../base/statistics/estimate.ts';
import { holm } from '../base/statistics/holm.ts';
import { meanOf } from '../base/statistics/mean.ts';
import { type Sample, sampleOf } from '../base/statistics/sample.ts';
import { type Distiller, needsTeacher } from '../job/distiller.ts';
import { mainStageEpochs } from '../job/job.ts';
import type { MainEpoch } from '../job/result.ts';
import type { Evidence } from '../results/evidence/evidence.ts';
import type { Band, BandQuantity } from '../suite/baseline/bands.ts';
import type { Pair } from '../suite/pair.ts';
import type { Finding } from './finding.ts';
import type { CheckLevels } from './levels.ts';
import { quantityOf } from './quantity.ts';
import { cellName, pText } from './texts.ts';

/** What each quantity of a band is called. */
export const quantityWords: Record<BandQuantity, string> = {
  accuracy: 'test accuracy',
  classification: 'cross entropy',
  distillation: "KD's loss",
  method: "the method's own loss",
  weightNorm: 'the norm of the weights',
};

/** A band with what runs have to show for it. */
interface Measured {
  band: Band;
  name: string;
  baseline: Sample;
  mean: number;
  trials: number;
  draws: number;
}

/** Each band of the baseline against the runs that have come as far as its epoch; they need not be done. */
export function checkBands(
  { plan, jobs, metrics, failures, baseline }: Evidence,
  { alpha }: Pick<CheckLevels, 'alpha'>,
): Finding[] {
  const placed = new Map(jobs.map((job) => [job.id, job]));
  const measured: Measured[] = [];
  const missing: Finding[] = [];
  for (const { name: table, columns } of plan.tables) {
    // Probes have no epochs.
    for (const { pair, rows } of columns.filter(({ target }) => !target)) {
      for (const { distiller, jobs: ids } of rows) {
        const bands = bandsOf(baseline?.bands?.bands ?? [], pair, distiller);
        if (bands.length === 0) continue;
        const trials = ids.map((id) => metrics.get(id) ?? []);
        const epochs = Math.max(...ids.map((id) => mainStageEpochs(placed.get(id)!.configuration)));
        const failed = ids.flatMap((id) => failures.get(id) ?? [])[0];
        for (const band of bands.filter(({ epoch }) => epoch <= epochs)) {
          const name = bandName(cellName(table, distiller.name, pair), band);
          const found = measuredFor(band, distiller, trials, name);
          if (found) measured.push(found);
          else missing.push(missingFor(band, trials, name, failed));
        }
      }
    }
  }
  const estimates = measured.map(({ mean, draws, baseline }) => fromBaseline(mean, draws, baseline));
  const ps = holm(estimates.map((estimate) => twoSidedP(estimate)));
  // Holm's level for the last of those outside, and Bonferroni's where none is: so each band that is shown goes with its verdict.
  const level = alpha / Math.max(1, ps.filter((p) => p >= alpha).length);
  const findings = measured.map((one, index): Finding => {
    const { name, band, baseline, mean, trials } = one;
    const [low, high] = interval({ ...estimates[index]!, difference: baseline.mean }, 1 - level);
    const p = ps[index]!;
    const differs = p < alpha;
    const side = mean > baseline.mean ? 'higher' : 'lower';
    const where = differs ? 'outside' : 'within';
    // The ends have the same: a zero at the end of a number is as well known as its other digits.
    const decimals = decimalsFor([low, high], 8);
    const digits = (value: number) => value.toFixed(decimals);
    const count = counted(trials, 'trial');
    return {
      kind: 'band',
      name,
      outcome: differs ? 'differs' : 'fine',
      verdict: differs ? side : 'within its band',
      detail: `${digits(mean)} (${count}), ${where} the band from ${digits(low)} to ${digits(high)}; p ${pText(p)}`,
      numbers: { mean, trials, low, high, p, quantity: band.quantity, epoch: band.epoch },
    };
  });
  return [...findings, ...missing];
}

const bandName = (cell: string, { quantity, epoch }: Band) =>
  `${cell}, ${quantityWords[quantity]} after epoch ${epoch}`;

/** @param failed why a trial failed for good */
function missingFor(band: Band, trials: readonly MainEpoch[][], name: string, failed: string | undefined): Finding {
  const isThere = trials.some((epochs) => epochs.some(({ epoch }) => epoch === band.epoch));
  const verdict = isThere ? 'not noted' : failed === undefined ? 'not run' : 'failed';
  const detail = isThere ? 'the metrics of the runs do not have it' : (failed ?? 'no trial has come so far');
  return { kind: 'band', name, outcome: 'missing', verdict, detail, numbers: { trials: 0 } };
}

function bandsOf(bands: readonly Band[], pair: Pair, { name }: Distiller): Band[] {
  // They are of students of one trained teacher.
  if (pair.mutual || pair.assistant || (pair.teachers !== undefined && pair.teachers > 1)) return [];
  return bands.filter(
    ({ teacher, student, distiller }) => teacher === pair.teacher && student === pair.student && distiller === name,
  );
}

function measuredFor(
  band: Band,
  distiller: Distiller,
  trials: readonly MainEpoch[][],
  name: string,
): Measured | undefined {
  const values = trials.flatMap((epochs) => {
    const epoch = epochs.find((one) => one.epoch === band.epoch);
    return (epoch && quantityOf(epoch, band.quantity)) ?? [];
  });
  if (values.length === 0) return undefined;
  const mean = meanOf(values)!;
  // What students of one teacher share does not average out.
  const draws = needsTeacher(distiller) ? 1 : values.length;
  return { name, band, baseline: sampleOf(band.values)!, mean, trials: values.length, draws };
}
