import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { greaterP } from '../base/statistics/estimate.ts';
import { paired } from '../base/statistics/paired.ts';
import { sampleOf } from '../base/statistics/sample.ts';
import { redistill } from '../cli/fixtures/in-process.ts';
import { folderName, jobFiles } from '../job/folder.ts';
import { trainingOf } from '../job/job.ts';
import type { MainEpoch } from '../job/result.ts';
import { writeResults } from '../results/evidence/fixtures/write-results.ts';
import { gather } from '../results/evidence/gather.ts';
import { Journal } from '../results/journal/journal.ts';
import { loadBaseline } from '../suite/baseline/load.ts';
import { expand } from '../suite/expand.ts';
import type { Suite } from '../suite/suite.ts';
import { checkBands } from './check-bands.ts';
import { checkDiverged } from './check-diverged.ts';
import { bands, digits, expected, lastEpoch, metricsOf, rowOf } from './fixtures/band-results.ts';
import { makeBands } from './make-bands.ts';

const { claims } = await loadBaseline('digits');
const levels = { alpha: 0.05 };
/** Of each of the suite's cells. */
const [{ trials }] = digits.tables as [Suite['tables'][number]];

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'redistill-bands-'));
});
afterEach(() => rm(results, { recursive: true }));

/** What the check says about digits whose metrics are changed in one row, in each trial. */
async function check(row = 'none', change: (epoch: MainEpoch) => Partial<MainEpoch> = () => ({})) {
  await writeResults(expand(digits), results, (job) => {
    const metrics = metricsOf(rowOf(job)).map((epoch) => ({ ...epoch, ...(rowOf(job) === row && change(epoch)) }));
    return { accuracy: 90, metrics };
  });
  return checkBands(await gather('digits', results), levels);
}

test('what lies in the middle of every band is within all of them', async () => {
  const findings = await check();
  expect(findings).toHaveLength(bands.length);
  expect(findings.every(({ outcome, verdict }) => outcome === 'fine' && verdict === 'within its band')).toBe(true);
});

test('a loss that is too high is reported, and nothing else', async () => {
  const findings = await check('KD', ({ epoch, distillation }) =>
    epoch === 2 ? { distillation: distillation! * 2 } : {},
  );
  const wrong = findings.filter(({ outcome }) => outcome === 'differs');
  expect(wrong).toHaveLength(1);
  expect(wrong[0]).toMatchObject({
    kind: 'band',
    name: "digits: KD on resnet20/resnet8, KD's loss after epoch 2",
    verdict: 'higher',
    numbers: { trials },
  });
  expect(wrong[0]!.detail).toMatch(/^17\.37 \(5 trials\), outside the band from \d\.\d+ to \d\d\.\d+; p < 0\.001$/);
});

test('the numbers of a band have as many decimals, zeros too', async () => {
  for (const { detail } of await check()) {
    const [mean, ...ends] = detail.match(/\d+\.(\d+)(?= \(| to |; p)/g)!.map((number) => number.split('.')[1]!.length);
    expect(ends, detail).toEqual([mean, mean]);
  }
});

test('the bands that are shown go with the verdicts, however many differ', async () => {
  await writeResults(expand(digits), results, (job) => {
    const row = rowOf(job);
    const metrics = metricsOf(row).map((epoch) => {
      const moved = bands.filter((band) => band.distiller === row && band.epoch === epoch.epoch);
      const values = moved.map((band) => {
        const { mean, deviation } = sampleOf(band.values)!;
        // From the middle of the first band to far beyond the last.
        const value = mean + (8 * deviation * bands.indexOf(band)) / bands.length;
        return [band.quantity === 'accuracy' ? 'testAccuracy' : band.quantity, value];
      });
      return { ...epoch, ...Object.fromEntries(values) };
    });
    return { accuracy: 90, metrics };
  });
  const findings = await checkBands(await gather('digits', results), levels);
  const inside = findings.filter(({ numbers: { low, mean, high } }) => low! < mean! && mean! < high!);
  expect(findings.filter(({ verdict }) => verdict === 'within its band')).toEqual(inside);
  expect(inside.length).toBeGreaterThan(5);
  expect(findings.length - inside.length).toBeGreaterThan(5);
});

test('the command names the band, and ends with 1', async () => {
  await writeResults(expand(digits), results, (job) => {
    const row = rowOf(job);
    const wrong = { method: 3 * expected('CRD', 'method', 2) };
    const metrics = metricsOf(row).map((epoch) => ({ ...epoch, ...(row === 'CRD' && epoch.epoch === 2 && wrong) }));
    return { accuracy: expected(row, 'accuracy', lastEpoch) + trainingOf(job.configuration).seed / 10, metrics };
  });
  const junit = join(results, 'junit.xml');
  vi.stubEnv('GITHUB_STEP_SUMMARY', '');
  vi.stubEnv('npm_lifecycle_event', undefined);
  const { code, out } = await redistill('check', 'digits', '--results', results, '--junit', junit, '--verbose');
  vi.unstubAllEnvs();
  const name = "digits: CRD on resnet20/resnet8, the method's own loss after epoch 2";
  expect(out.split('\n\n')[1]).toContain(`Differs:\n  ${name}: higher. `);
  expect(out).toContain('KD beats vanilla on every pair: holds.');
  expect(await readFile(junit, 'utf8')).toMatch(/: bands"[^>]* failures="1"/);
  expect(code).toBe(1);
});

test('trials that share a teacher have wider bands than those without one', async () => {
  const width = (findings: Awaited<ReturnType<typeof check>>, row: string) => {
    const { low, high } = findings.find(
      ({ name }) => name === `digits: ${row} on resnet20/resnet8, test accuracy after epoch ${lastEpoch}`,
    )!.numbers;
    const { values } = bands.find(({ distiller, quantity }) => distiller === row && quantity === 'accuracy')!;
    const mean = expected(row, 'accuracy', lastEpoch);
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    return (Number(high) - Number(low)) / deviation;
  };
  const findings = await check();
  const [taught, alone] = [width(findings, 'KD'), width(findings, 'vanilla')];
  expect(taught / alone).toBeCloseTo(Math.sqrt((1 + 1 / 20) / (1 / trials + 1 / 20)), 6);
});

describe('bands', () => {
  test('are of 20 trials each, and of every default row', () => {
    expect(bands.every(({ values }) => values.length === 20)).toBe(true);
    expect(new Set(bands.map(({ distiller }) => distiller))).toEqual(new Set(digits.defaultDistillers));
  });

  test('are made from trials with a teacher each, as the commands in the file say', async () => {
    for (let number = 1; number <= 3; number++) {
      const plan = expand(digits, { distillers: ['kd'], trial: [number], teacherSeed: number });
      await writeResults(plan, results, (job) => ({
        accuracy: 90,
        metrics: metricsOf(rowOf(job)).map((epoch, index) => ({ ...epoch, epoch: index + 1, weightNorm: number })),
      }));
    }
    const options = { count: 3, distillers: ['kd'] };
    const made = await makeBands(digits, results, options);
    const norms = made.bands.filter(({ quantity }) => quantity === 'weightNorm');
    const band = {
      teacher: 'resnet20',
      student: 'resnet8',
      distiller: 'KD',
      quantity: 'weightNorm',
      values: [1, 2, 3],
    };
    expect(norms).toEqual([2, 6, lastEpoch].map((epoch) => ({ ...band, epoch })));
    await expect(makeBands(digits, results, { ...options, count: 4 })).rejects.toThrow(
      'Of KD on resnet20/resnet8 3 of 4 trials have come to epoch 2',
    );
  });

  test('are of the epochs that all trials have reached', async () => {
    for (let number = 1; number <= 2; number++) {
      const plan = expand(digits, { distillers: ['kd'], trial: [number], teacherSeed: number });
      await writeResults(plan, results, () => ({ accuracy: 90, metrics: metricsOf('KD') }));
      const student = plan.jobs.find((job) => rowOf(job) === 'KD')!;
      const { metrics, result } = jobFiles(join(results, 'digits', 'jobs', folderName(student)));
      const lines = (await readFile(metrics, 'utf8')).split('\n').slice(0, 6 + number);
      await writeFile(metrics, `${lines.join('\n')}\n`);
      await rm(result);
    }
    const { bands: made } = await makeBands(digits, results, { count: 2, distillers: ['kd'] });
    expect(new Set(made.map(({ epoch }) => epoch))).toEqual(new Set([2, 6]));
    expect(made.every(({ quantity }) => quantity !== 'accuracy')).toBe(true);
  });
});

test('the claims of digits hold on the trials that its bands are made from', () => {
  const accuracies = (row: string) =>
    bands.find(({ distiller, quantity }) => distiller === row && quantity === 'accuracy')!.values;
  expect(claims.length).toBeGreaterThan(0);
  for (const { better, worse } of claims) {
    for (const other of worse) {
      expect(greaterP(paired(accuracies(better), accuracies(other))!), `${better} ${other}`).toBeLessThan(0.001);
    }
  }
});

test('a training that diverged differs, whatever the numbers', async () => {
  const plan = expand(digits);
  const job = plan.jobs.find(({ label }) => label === 'resnet8-from-resnet20-KD-trial2')!;
  await writeResults(plan, results, (one) => (one === job ? undefined : { accuracy: 90 }));
  const journal = new Journal(join(results, 'digits'));
  const about = { job: job.id, label: job.label, attempt: 1 };
  journal.append({ event: 'started', ...about, device: 'CPU' });
  journal.append({ event: 'failed', ...about, cause: 'diverged', reason: 'its loss became NaN or infinite' });
  journal.close();
  expect(checkDiverged(await gather('digits', results))).toEqual([
    {
      kind: 'cell',
      name: 'digits: KD on resnet20/resnet8',
      outcome: 'differs',
      verdict: 'diverged',
      detail: `1 of ${trials} trials: its loss became NaN or infinite`,
      numbers: { trials, diverged: 1 },
    },
  ]);
});
