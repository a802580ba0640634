import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderName, jobFiles } from '../../../job/folder.ts';
import type { MainEpoch } from '../../../job/result.ts';
import { resultOf, writeResults } from '../../../results/evidence/fixtures/write-results.ts';
import { gatherSuite } from '../../../results/evidence/gather.ts';
import type { Event } from '../../../results/journal/events.ts';
import { journalFile } from '../../../results/journal/journal.ts';
import { expand } from '../../../suite/expand.ts';
import small from '../../../suite/fixtures/small.ts';
import { suiteSchema } from '../../../suite/schema.ts';

/** As few jobs as there can be: a teacher and two students. */
const suite = suiteSchema.parse({
  ...small,
  tables: small.tables.map((table) => ({ ...table, pairs: table.pairs.slice(0, 1), trials: 1 })),
  distillers: small.distillers.slice(1),
});
const plan = expand(suite, {}, []);
const results = await mkdtemp(join(tmpdir(), 'results-'));
const at = new Date(0).toISOString();

const epochs = Array.from({ length: 8 }, (_, epoch): MainEpoch => {
  const common = { rate: 0.05, loss: 1 / (epoch + 1), classification: 0.5, distillation: 0.25 };
  return { epoch: epoch + 1, ...common, testAccuracy: 80 + epoch, testTop5Accuracy: 99, seconds: 1 };
});
const logits = { classes: 10, values: Float32Array.from({ length: 500 }, (_, i) => ((i * 7) % 13) / 3) };
await writeResults(plan, results, () => ({ accuracy: 87, metrics: epochs, logits }));

const folder = join(results, suite.name);
const job = plan.jobs.find(({ configuration }) => configuration.kind === 'student')!;
const events: Event[] = [
  {
    ...{ event: 'run started', at, host: 'here', pid: 1, executor: 'local', selection: {} },
    ...{ jobs: plan.jobs.length, done: 0, slots: 2 },
  },
  { event: 'started', at, job: job.id, label: job.label, attempt: 1, device: 'CPU' },
  { event: 'failed', at, job: job.id, label: job.label, attempt: 1, cause: 'memory', reason: 'it did', retryAfter: 1 },
  { event: 'started', at, job: job.id, label: job.label, attempt: 2, device: 'CPU', from: { stage: 'main', epoch: 3 } },
  { event: 'done', at, job: job.id, label: job.label, attempt: 2, accuracy: 87, seconds: 8 },
  { event: 'run ended', at, exitCode: 0 },
];
const linesOf = (values: readonly object[]) => Buffer.from(values.map((one) => `${JSON.stringify(one)}\n`).join(''));

/** A student's folder in the results of a suite that was trained, and the suite's. */
export const files = { ...jobFiles(join(folder, 'jobs', folderName(job))), journal: journalFile(folder) };

/** What stands in some of the files. */
export const contents = {
  metrics: linesOf(epochs),
  journal: linesOf(events),
  result: Buffer.from(JSON.stringify(resultOf(job, { accuracy: 87, metrics: epochs }), undefined, 2)),
  job: Buffer.from(JSON.stringify({ id: job.id, label: job.label, configuration: job.configuration })),
};
await writeFile(files.journal, contents.journal);

/** All that the suite's runs have left, as report and check read it. */
export const gatherAll = () => gatherSuite(suite.name, suite, results, {}, undefined);
