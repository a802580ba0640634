import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exitCode } from '../base/problem.ts';
import { writeResults } from '../results/evidence/fixtures/write-results.ts';
import { expand } from '../suite/expand.ts';
import small from '../suite/fixtures/small.ts';
import { suiteSchema } from '../suite/schema.ts';
import { redistill } from './fixtures/in-process.ts';

const file = join(import.meta.dirname, '../suite/fixtures/small.ts');

test('where tables cannot be written, --output is the cure, as nothing runs that would go on', async () => {
  const results = await mkdtemp(join(tmpdir(), 'redistill-report-'));
  await writeResults(expand(suiteSchema.parse(small)), results, () => ({ accuracy: 80 }));
  const report = (...args: string[]) => redistill('report', file, '--results', results, ...args);

  const asked = await report('--output', '/proc');
  expect(asked.err).toBe('redistill: --output /proc cannot be written: nothing can be made there. Give another path');
  expect(asked.code).toBe(exitCode.storage);

  await mkdir(join(results, 'small/table.md/something'), { recursive: true });
  const own = await report();
  expect(own.err).toMatch(
    /^redistill: \S+small\/table\.md cannot be written: .*\. Give write permission, or another folder with --output DIR$/,
  );
  expect(own.code).toBe(exitCode.storage);
  await rm(results, { recursive: true });
});
