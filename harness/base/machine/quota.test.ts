import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { typescriptOptions } from '../typescript.ts';
import { availableCores, availableMemory } from './capacity.ts';
import { readQuota } from './quota.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill quota-'));
});
afterEach(() => rm(folder, { recursive: true }));

const files = async (contents: Record<string, string>) => {
  for (const [name, text] of Object.entries(contents)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), `${text}\n`);
  }
};
/** A line of mountinfo; the folder's name has a space. */
const mounted = (place: string, type: string, options: string, root = '/') =>
  `30 20 0:25 ${root} ${join(folder, place).replaceAll(' ', '\\040')} rw,relatime shared:9 - ${type} cgroup ${options}`;
const quota = () => readQuota(join(folder, 'self'));
const gigabyte = 2 ** 30;

describe('version 2', () => {
  const tree = mounted.bind(undefined, 'fs', 'cgroup2', 'rw,nsdelegate');

  test('the group of this process', async () => {
    await files({
      'self/cgroup': '0::/user/job',
      'self/mountinfo': tree(),
      'fs/user/job/cpu.max': '250000 100000',
      'fs/user/job/memory.max': String(4 * gigabyte),
    });
    expect(quota()).toEqual({ cores: 2.5, memory: 4 * gigabyte });
  });

  test('a container sees its own group as the root', async () => {
    await files({
      'self/cgroup': '0::/',
      'self/mountinfo': tree(),
      'fs/cpu.max': '50000 100000',
      'fs/memory.max': 'max',
    });
    expect(quota()).toEqual({ cores: 0.5, memory: undefined });
  });

  test('of nested groups the smallest counts, in each respect', async () => {
    await files({
      'self/cgroup': '0::/a/b/c',
      'self/mountinfo': tree(),
      'fs/a/cpu.max': '200000 100000',
      'fs/a/memory.max': String(8 * gigabyte),
      'fs/a/b/cpu.max': 'max 100000',
      'fs/a/b/memory.max': String(2 * gigabyte),
      'fs/a/b/c/cpu.max': '400000 100000',
      'fs/a/b/c/memory.max': 'max',
      'fs/other/cpu.max': '10000 100000',
    });
    expect(quota()).toEqual({ cores: 2, memory: 2 * gigabyte });
  });

  test('a group outside of what can be seen: the root of that', async () => {
    await files({ 'self/cgroup': '0::/../other', 'self/mountinfo': tree(), 'fs/cpu.max': '100000 100000' });
    expect(quota().cores).toBe(1);
  });
});

describe('version 1', () => {
  test('a tree for each controller, beside an empty one of version 2', async () => {
    await files({
      'self/cgroup': '5:memory:/job\n3:cpu,cpuacct:/job\n1:name=systemd:/elsewhere\n0::/',
      'self/mountinfo': [
        mounted('cpu', 'cgroup', 'rw,cpu,cpuacct'),
        mounted('memory', 'cgroup', 'rw,memory'),
        mounted('unified', 'cgroup2', 'rw'),
      ].join('\n'),
      'cpu/job/cpu.cfs_quota_us': '150000',
      'cpu/job/cpu.cfs_period_us': '50000',
      'cpu/cpu.cfs_quota_us': '-1',
      'cpu/cpu.cfs_period_us': '100000',
      'memory/job/memory.limit_in_bytes': String(3 * gigabyte),
      'memory/memory.limit_in_bytes': '9223372036854771712',
    });
    expect(quota()).toEqual({ cores: 3, memory: 3 * gigabyte });
  });

  test('a container that knows its path on the host, and has its own group mounted', async () => {
    await files({
      'self/cgroup': '3:cpu:/docker/1234',
      'self/mountinfo': mounted('cpu', 'cgroup', 'rw,cpu', '/docker/1234'),
      'cpu/cpu.cfs_quota_us': '100000',
      'cpu/cpu.cfs_period_us': '100000',
    });
    expect(quota()).toEqual({ cores: 1, memory: undefined });
  });

  test('no quota', async () => {
    await files({
      'self/cgroup': '3:cpu:/',
      'self/mountinfo': mounted('cpu', 'cgroup', 'rw,cpu'),
      'cpu/cpu.cfs_quota_us': '-1',
      'cpu/cpu.cfs_period_us': '100000',
    });
    expect(quota()).toEqual({ cores: undefined, memory: undefined });
  });
});

describe('this machine', () => {
  const group = `/sys/fs/cgroup/cpu/redistill-test-${process.pid}`;
  const canMakeGroups = (() => {
    try {
      mkdirSync(group);
      writeFileSync(join(group, 'cpu.cfs_quota_us'), '50000');
      return true;
    } catch {
      return false;
    }
  })();
  afterAll(() => {
    if (canMakeGroups) rmdirSync(group);
  });

  test.skipIf(!canMakeGroups)('a process in a group with half a core', async () => {
    const program = `const { readQuota } = await import('./harness/base/machine/quota.ts'); console.log(readQuota().cores);`;
    const node = [process.execPath, ...typescriptOptions, '--input-type=module', '--eval', program];
    const { stdout } = await execa('bash', ['-c', 'echo $BASHPID > "$0/cgroup.procs" && "$@"', group, ...node], {
      cwd: join(import.meta.dirname, '../../..'),
    });
    expect(stdout).toBe('0.5');
  });
});

test('a system without control groups has no quota', () => {
  expect(quota()).toEqual({ cores: undefined, memory: undefined });
});

test('a part of a core is one job, and a quota never gives more than the machine has', () => {
  expect(availableCores({ cores: 0.5, memory: undefined })).toBe(1);
  expect(availableCores({ cores: 1.9, memory: undefined })).toBe(1);
  expect(availableCores({ cores: 1e6, memory: undefined })).toBe(
    availableCores({ cores: undefined, memory: undefined }),
  );
  expect(availableMemory({ cores: undefined, memory: gigabyte })).toBe(gigabyte);
});
