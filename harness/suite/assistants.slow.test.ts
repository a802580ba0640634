import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { exitCode } from '../base/problem.ts';
import { redistill } from '../cli/fixtures/in-process.ts';
import { resultSchema } from '../job/result.ts';
import { pageFor } from '../report/page/write-page.ts';
import { reportOf } from '../report/tables/report.ts';
import { withEvidence } from '../results/bundle/with-evidence.ts';
import { writeBundle } from '../results/bundle/write-bundle.ts';
import type { Evidence } from '../results/evidence/evidence.ts';
import assistants from './fixtures/assistants.ts';

const folder = await mkdtemp(join(tmpdir(), 'redistill-assistants-'));
beforeAll(() => void vi.stubEnv('REDISTILL_DEVICE', 'cpu'));
afterAll(() => rm(folder, { recursive: true }));

async function run(...args: string[]): Promise<string> {
  const { code, out, err } = await redistill(...args);
  expect(code, err).toBe(exitCode.done);
  return out;
}

test('assistants are trained, teach, and are reported, checked and archived', async () => {
  const suite = join(folder, 'assistants.json');
  await writeFile(suite, JSON.stringify(assistants));
  const results = join(folder, 'results');
  const pair = 'resnet20/resnet14-KD/resnet8-CRD+KD/resnet8';
  const words = [suite, '--results', results, '--epochs', '1', '--pairs', pair, '--distillers', 'KD', '--trials', '1'];

  const plan = await run('suite', ...words, '--dry-run');
  expect(plan).toContain('resnet20/resnet14-KD/resnet8-CRD+KD  1 trial  1 epoch  2 steps  to do');
  expect(plan).toContain('In all 4 jobs, 4 epochs, 8 steps.');
  await run('suite', ...words);
  expect(await run('suite', ...words, '--dry-run')).toContain('All of them are done.');

  const jobs = join(results, 'assistants', 'jobs');
  const resultIn = async (start: string) => {
    const { stdout } = await execa('find', [jobs, '-path', `*/${start}*/result.json`]);
    return resultSchema.parse(JSON.parse(await readFile(stdout, 'utf8')));
  };
  const assistant = await resultIn('resnet8-from-resnet14-');
  const student = await resultIn('resnet8-from-resnet8-');
  expect(student.teacher).toEqual({ weights: assistant.weights, accuracy: assistant.accuracy });

  const selection = { epochs: 1, pairs: [pair], distillers: ['KD'], trials: 1 };
  const tableIn = ({ plan, done: results, failures }: Evidence) => reportOf(plan, { results, failures }).markdown;
  const table = await withEvidence(suite, results, selection, async (evidence) => tableIn(evidence));
  expect(table).toContain('resnet20/resnet14-KD/resnet8-CRD+KD');
  expect(table).toMatch(new RegExp(`\\| Teacher +\\| +${assistant.accuracy.toFixed(2)} \\|`));
  const copied = join(folder, 'copied');
  await cp(results, copied, { recursive: true });
  const [, ...selected] = words;
  expect(await run('check', suite, ...selected, '--against', copied)).toContain('1 are as they should be');

  const archive = join(folder, 'assistants.tar.gz');
  const made = { made: new Map<string, string>(), weights: false };
  await withEvidence(suite, results, selection, (evidence) => writeBundle(evidence, archive, made));
  await rm(results, { recursive: true });
  await withEvidence(archive, 'nowhere', {}, async (evidence) => {
    expect(tableIn(evidence)).toBe(table);
    expect(await pageFor(evidence)).toContain('trained here: resnet8-from-resnet14-');
  });
});
