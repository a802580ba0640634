import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

test('digits, whole: the teacher beats the vanilla student, a distiller beats it by more than the standard error', async () => {
  const results = await mkdtemp(join(tmpdir(), 'redistill-digits-'));
  try {
    const command = ['run', 'suite', 'digits', '--', '--results', results];
    const first = await execa('npm', command, { cwd: root, reject: false });
    expect(first.exitCode, first.stderr).toBe(0);
    const csv = await readFile(join(results, 'digits/table.csv'), 'utf8');
    const cells = new Map(
      csv.split('\n').map((line) => {
        const [, , , , distiller, trials, mean, deviation] = line.split(',');
        const standardError = Number(deviation) / Math.sqrt(Number(trials));
        return [distiller!, { mean: Number(mean), standardError }];
      }),
    );
    const vanilla = cells.get('vanilla')!;
    expect(cells.get('teacher')!.mean).toBeGreaterThan(vanilla.mean);
    const margins = ['KD', 'CRD', 'CRD+KD'].map((name) => {
      const { mean, standardError } = cells.get(name)!;
      return mean - vanilla.mean - Math.hypot(standardError, vanilla.standardError);
    });
    expect(Math.max(...margins)).toBeGreaterThan(0);

    const second = await execa('npm', command, { cwd: root });
    expect(second.stderr).not.toContain('started:');
    expect(second.stdout).toContain(await readFile(join(results, 'digits/table.md'), 'utf8'));
  } finally {
    await rm(results, { recursive: true, force: true });
  }
}, 1_500_000);
