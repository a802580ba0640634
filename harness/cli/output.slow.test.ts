import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { readJournal } from '../results/journal/journal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'redistill-output-'));
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['events', '--json 2>/dev/null'],
  ['progress', '2>&1'],
])('a suite whose %s nobody reads any more stops, and notes it', async (name, output) => {
  const results = join(folder, name);
  const suite = `suite digits --epochs 3 --trials 1 --distillers vanilla --results '${results}'`;
  const command = `${process.execPath} scripts/start.mjs ${suite} ${output} | head -1`;
  const { stdout, stderr, exitCode } = await execa('bash', ['-o', 'pipefail', '-c', command], {
    cwd: root,
    reject: false,
    env: { REDISTILL_DEVICE: 'cpu' },
  });
  expect({ lines: stdout.split('\n').length, stderr, exitCode }).toEqual({ lines: 1, stderr: '', exitCode: 130 });
  const events = await readJournal(join(results, 'digits'));
  expect(events.at(-1)).toMatchObject({ event: 'run ended', exitCode: 130 });
});
