import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../../..');

test('images a second are measured; without a Python that has torchvision, ours alone', async () => {
  const args = [
    'scripts/start.mjs',
    'bench',
    'images',
    '--rounds',
    '1',
    '--threads',
    '1',
    '--python',
    'no-such-python',
  ];
  const { stdout, stderr } = await execa(process.execPath, args, { cwd: root });
  expect(stderr).toContain('no-such-python has no torchvision, so PyTorch is not measured');
  const [, , row, ...rest] = stdout.split('\n');
  expect(row).toMatch(/^\| Redistill \| +\d+ \| +\d+ to \d+ \| +\d+ \| +\d+\.\d\d ms \|$/);
  expect(rest).toEqual([]);
});
