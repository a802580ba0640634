import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { exitCode } from '../base/problem.ts';
import { redistill } from '../cli/fixtures/in-process.ts';
import { pageFor } from '../report/page/write-page.ts';
import { reportOf } from '../report/tables/report.ts';
import { withEvidence } from '../results/bundle/with-evidence.ts';
import { writeBundle } from '../results/bundle/write-bundle.ts';

let folder: string;
beforeAll(async () => {
  vi.stubEnv('REDISTILL_DEVICE', 'cpu');
  folder = await mkdtemp(join(tmpdir(), 'redistill-transferred-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...args: string[]): Promise<string> {
  const { code, out, err } = await redistill(...args);
  expect(code, err).toBe(exitCode.done);
  return out;
}

/** Writes a suite that trains what the other ones train; the path of its file. */
async function declare(name: string, table: object): Promise<string> {
  const file = join(folder, `${name}.json`);
  const pairs = [{ teacher: 'resnet8', student: 'resnet8' }];
  const recipe = {
    epochs: 1,
    batch: 50,
    rate: 0.05,
    momentum: 0.9,
    weightDecay: 5e-4,
    dropsAfter: [],
    dropFactor: 0.1,
  };
  const distillers = [
    { name: 'vanilla', gamma: 1, alpha: 0, beta: 0, source: 'a test' },
    { name: 'KD', gamma: 0.1, alpha: 0.9, beta: 0, source: 'a test' },
  ];
  const about = { name, title: `The suite ${name}`, description: 'For a test.' };
  const dataset = { name: 'digits', training: 100, test: 50 };
  const tables = [{ name, pairs, trials: 1, ...table }];
  await writeFile(file, JSON.stringify({ ...about, dataset, recipe, tables, distillers }));
  return file;
}

test('networks of one suite are probed by another, whose archive holds all that its table and its page need', async () => {
  const results = ['--results', join(folder, 'results')];
  const trained = await declare('trained', {});
  const dataset = { name: 'digits', training: 300, test: 200 };
  const probed = await declare('probed', {
    targets: [{ name: 'others', title: 'Other digits', dataset, how: 'linear probe' }],
  });
  await run('suite', trained, ...results);
  expect(await run('suite', probed, '--dry-run', ...results)).toContain(
    'In all 6 jobs, 3 epochs, 6 steps.\n3 are done; to do: 3 jobs, 0 epochs, 0 steps.',
  );
  await run('suite', probed, ...results);
  const table = await readFile(join(folder, 'results/probed/table.md'), 'utf8');
  expect(table).toMatch(/\| Target +\| +Other digits \|\n\| Teacher +\| +\d\d\.\d\d \|\n/);
  expect(table).toMatch(/\| KD +\| +\d\d\.\d\d \|/);

  const archive = join(folder, 'probed.tar.gz');
  const made = { made: new Map<string, string>(), weights: false };
  await withEvidence(probed, join(folder, 'results'), {}, (evidence) => writeBundle(evidence, archive, made));
  await rm(join(folder, 'results'), { recursive: true });
  await withEvidence(archive, 'nowhere', {}, async (evidence) => {
    const { plan, done: results, failures } = evidence;
    expect(reportOf(plan, { results, failures }).markdown).toBe(table);
    const page = await pageFor(evidence);
    expect(page).toContain('<span class="target">, Other digits</span>');
    expect(page).toContain('300 digits of MNIST, tested on 200 others');
  });
});
