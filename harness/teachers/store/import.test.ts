import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { checkpoints } from '../torch/fixture.ts';

test('a teacher is imported without a test on a machine without TensorFlow', async () => {
  const results = await mkdtemp(join(tmpdir(), 'redistill-import-'));
  const what = {
    file: join(checkpoints, 'resnet8.compiled.zip.pth'),
    network: 'resnet8',
    dataset: { name: 'cifar100', archive: 'a'.repeat(64) },
    results,
    test: false,
  };
  const program = `
    import { createRequire } from 'node:module';
    const { importTeacher } = await import('./harness/teachers/store/import.ts');
    const { accuracy, configuration } = await importTeacher(${JSON.stringify(what)});
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes('tfjs'));
    console.log(configuration.network, accuracy, loaded.length);`;
  const { stdout } = await execa('node', ['--import', 'tsx', '--input-type=module', '--eval', program], {
    cwd: join(import.meta.dirname, '../../..'),
  });
  expect(stdout).toBe('resnet8 undefined 0');
  await rm(results, { recursive: true });
});
