import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { readDefinition, readDockerfile } from './recipes.ts';

const repository = join(import.meta.dirname, '../..');

test('the Dockerfile and the definition of Apptainer make the same image', () => {
  const { environment, ...docker } = readDockerfile();
  const { environment: ofApptainer, ...apptainer } = readDefinition();
  expect(apptainer).toEqual(docker);
  // Apptainer takes the GPU's driver by --nv.
  expect(environment).toEqual({
    ...ofApptainer,
    NVIDIA_VISIBLE_DEVICES: 'all',
    NVIDIA_DRIVER_CAPABILITIES: 'compute,utility',
  });
  expect(docker.builds).toEqual(['bash /redistill/scripts/containers/build.sh']);
});

test('what is copied is in git, and the build sees nothing else', async () => {
  const copied = Object.keys(readDockerfile().copied);
  const { stdout: files } = await execa('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: repository,
    lines: true,
  });
  for (const name of copied) {
    expect(
      files.some((file) => file === name || file.startsWith(`${name}/`)),
      name,
    ).toBe(true);
  }
  const ignored = readFileSync(join(repository, '.dockerignore'), 'utf8').split('\n');
  const taken = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  expect(ignored).toContain('*');
  expect(taken.sort()).toEqual(copied.sort());
});
