import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** What a container may use of its machine; undefined is no limit. */
export interface Quota {
  /** Of processor time: 1.5 is one core and half of another. */
  cores: number | undefined;
  /** In bytes. */
  memory: number | undefined;
}

/**
 * The quota of this process: that of its control group (Linux's cgroups, which containers and Slurm are made of) or of a group
 * around it, whichever is smallest. Node 20 counts the cores of the machine.
 * @param self what Linux says about this process; a folder of the same form in tests
 */
export function readQuota(self = '/proc/self'): Quota {
  const folders = foldersOf(self);
  return { cores: least(folders.map(coresIn)), memory: least(folders.map(memoryIn)) };
}

/** The folders of this process's groups, and of those around them, as far as they can be seen. */
function foldersOf(self: string): string[] {
  const groups = textOf(join(self, 'cgroup')).split('\n');
  return textOf(join(self, 'mountinfo'))
    .split('\n')
    .flatMap((line) => {
      const [before = '', after = ''] = line.split(' - ');
      const [root, mount] = before.split(' ').slice(3).map(unescaped);
      const [type, , options = ''] = after.split(' ');
      if (root === undefined || mount === undefined) return [];
      // Version 2 has one tree and no names; version 1 a tree for each controller, or for several.
      const controllers = type === 'cgroup2' ? [''] : type === 'cgroup' ? options.split(',') : [];
      const path = controllers.map((name) => groupOf(groups, name)).find((found) => found !== undefined);
      return path === undefined ? [] : upwards(mount, relative(root, path));
    });
}

/** The path of this process's group among those of a controller, from lines such as `4:cpu,cpuacct:/docker/1234`. */
function groupOf(lines: readonly string[], controller: string): string | undefined {
  return lines
    .map((line) => /^\d+:([^:]*):(.*)$/.exec(line))
    .find((match) => match?.[1]?.split(',').includes(controller))?.[2];
}

/** The folder at a path below a mount, and all above it up to the mount; that alone where the path leads elsewhere. */
function upwards(mount: string, path: string): string[] {
  if (path === '' || path.startsWith('..')) return [mount];
  return [join(mount, path), ...upwards(mount, dirname(path) === '.' ? '' : dirname(path))];
}

function coresIn(folder: string): number | undefined {
  const [quota, period] = textOf(join(folder, 'cpu.max')).split(' ').map(Number);
  return ratio(quota, period) ?? ratio(numberOf(folder, 'cpu.cfs_quota_us'), numberOf(folder, 'cpu.cfs_period_us'));
}

function memoryIn(folder: string): number | undefined {
  const bytes = numberOf(folder, 'memory.max') ?? numberOf(folder, 'memory.limit_in_bytes');
  // Version 1 has a number for no limit, which is about 2 ** 63.
  return bytes !== undefined && bytes < 2 ** 60 ? bytes : undefined;
}

/** Undefined for no quota, which is -1 in version 1 and `max` in version 2. */
function ratio(quota: number | undefined, period: number | undefined): number | undefined {
  return quota !== undefined && period !== undefined && quota > 0 && period > 0 ? quota / period : undefined;
}

function numberOf(folder: string, file: string): number | undefined {
  const text = textOf(join(folder, file)).trim();
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** A file's text; nothing where there is none, as on other systems than Linux. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** A path in mountinfo, which writes a space as \040. */
function unescaped(text: string): string {
  return text.replace(/\\(\d{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)));
}

function least(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.filter((number) => number !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}
