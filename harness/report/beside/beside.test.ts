import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { redistill } from '../../cli/fixtures/in-process.ts';
import { jobFiles } from '../../job/folder.ts';
import { trainingOf } from '../../job/job.ts';
import { writeResults } from '../../results/evidence/fixtures/write-results.ts';
import { expand } from '../../suite/expand.ts';
import small from '../../suite/fixtures/small.ts';
import { suiteSchema } from '../../suite/schema.ts';

const file = join(import.meta.dirname, '../../suite/fixtures/small.ts');
const plan = expand(suiteSchema.parse(small));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-beside-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Results in which KD comes to that accuracy, and everything else to 80; trials differ by a tenth. */
async function resultsWith(name: string, kd: number): Promise<string> {
  const results = join(folder, name);
  await writeResults(plan, results, ({ configuration }) => {
    const training = trainingOf(configuration);
    const isKd = training.kind === 'student' && training.distiller.name === 'KD';
    return { accuracy: Number(((isKd ? kd : 80) + training.seed / 10).toFixed(2)) };
  });
  return results;
}

const report = (results: string, ...args: string[]) => redistill('report', file, '--results', results, ...args);

test('results of three folders stand side by side, in what is printed and in the page', async () => {
  const [ours, same, worse] = [
    await resultsWith('ours', 82),
    await resultsWith('same', 82),
    await resultsWith('worse', 70),
  ];
  const { code, out } = await report(ours, '--with', same, '--with', worse);
  expect(code).toBe(0);
  const row = out.split('\n').find((line) => line.startsWith('| KD on resnet20/resnet8'))!;
  expect(
    row
      .split('|')
      .map((text) => text.trim())
      .slice(2, -1),
  ).toEqual([
    '82.15 (0.07)',
    ...['82.15 (0.07)', '0.00', 'identical'],
    ...['70.15 (0.07)', '+12.00', 'too few trials'],
  ]);
  const html = await readFile(join(ours, 'small', 'report.html'), 'utf8');
  expect(html).toContain('<section id="beside"');
  const rows = html.slice(html.indexOf('id="beside-small"')).match(/<tr>.*?<\/tr>/gs)!;
  const texts = rows.map((one) =>
    one
      .replaceAll(/<svg.*?<\/svg>/gs, '')
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  );
  expect(texts).toContain(
    'KD resnet20 to resnet8 82.15 (0.07) 82.15 (0.07) +0.00 identical 70.15 (0.07) +12.00 too few trials',
  );
  expect(texts).toContain(
    'KD resnet32 to resnet8 82.15 (0.07) 82.15 (0.07) +0.00 identical 70.15 (0.07) +12.00 too few trials',
  );
});

test('without other results the page has no such section', async () => {
  const ours = await resultsWith('alone', 82);
  await report(ours);
  expect(await readFile(join(ours, 'small', 'report.html'), 'utf8')).not.toContain('id="beside"');
});

describe('trouble is said in one sentence', () => {
  let ours: string;
  beforeAll(async () => {
    ours = await resultsWith('trouble', 82);
  });
  const errorOf = async (...args: string[]) => {
    const { code, err } = await report(ours, ...args);
    expect(code).not.toBe(0);
    expect(err).not.toContain('    at ');
    return err;
  };

  test('no such folder', async () => {
    expect(await errorOf('--with', join(folder, 'nowhere'))).toContain('nowhere: there is no such folder');
  });

  test('results of another suite alone', async () => {
    const other = join(folder, 'other');
    await mkdir(join(other, 'digits', 'jobs'), { recursive: true });
    expect(await errorOf('--with', other)).toContain('has no results of the suite small, but of digits');
  });

  test('the results themselves, and the same twice', async () => {
    expect(await errorOf('--with', ours)).toContain('--with names the results themselves');
    const other = await resultsWith('twice', 82);
    expect(await errorOf('--with', other, '--with', other)).toContain('is given twice');
  });

  test('damaged results', async () => {
    const damaged = await resultsWith('damaged', 82);
    const jobs = join(damaged, 'small', 'jobs');
    const { label, id } = plan.jobs[0]!;
    await writeFile(jobFiles(join(jobs, `${label}-${id.slice(0, 8)}`)).result, '{ broken');
    expect(await errorOf('--with', damaged)).toMatch(/damaged.*result\.json/);
  });

  test('a served page has no others', async () => {
    expect(await errorOf('--serve', '--with', ours)).toContain('--with has no effect with --serve');
  });
});
