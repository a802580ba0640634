// A machine without a network: packed here, unpacked in a fresh clone with an empty cache, and used.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, execaSync } from 'execa';
import { afterAll, expect, test } from 'vitest';

const repository = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'redistill-pack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const [pack, clone] = [join(folder, 'pack'), join(folder, 'clone')];

const canCutOff = execaSync('unshare', ['--net', 'true'], { reject: false }).exitCode === 0;
const environment = { REDISTILL_TENSORFLOW: 'cpu', NO_COLOR: '1' };

/** Runs a script of the clone without a network, for a user who has nothing yet. */
const npmRun = (...words: string[]) =>
  execa('unshare', ['--net', 'npm', 'run', '--silent', ...words], {
    cwd: clone,
    env: { ...environment, HOME: join(folder, 'home'), REDISTILL_CACHE: join(folder, 'cache') },
    reject: false,
  });

test.skipIf(!canCutOff)(
  'what was packed is all that a machine without a network needs (skipped where it cannot be cut off)',
  async () => {
    const start = ['scripts/start.mjs', 'setup', '--pack', pack, '--slice', '50MB'];
    const packed = await execa('node', start, { cwd: repository, env: environment, reject: false });
    expect(packed.exitCode, packed.stderr).toBe(0);
    expect(packed.stderr).toMatch(/redistill: packed \d+ MB in \d+ slices: /);
    const sizes = readdirSync(pack).map((name) => statSync(join(pack, name)).size);
    expect(Math.max(...sizes)).toBe(50e6);
    const again = await execa('node', start, { cwd: repository, env: environment, reject: false });
    expect(again.stderr).toBe(`redistill: --pack ${pack} has something in it already. Give a new folder`);

    const files = await execa('git', ['ls-files', '-co', '--exclude-standard'], { cwd: repository, lines: true });
    for (const file of files.stdout) {
      if (existsSync(join(repository, file))) cpSync(join(repository, file), join(clone, file), { recursive: true });
    }
    mkdirSync(join(folder, 'home'));
    const unpacked = await npmRun('setup', '--', '--unpack', pack);
    expect(unpacked.stderr).toContain('redistill: unpacking TensorFlow');
    expect(unpacked.stderr).not.toContain('installing the npm packages');
    expect(unpacked.exitCode, unpacked.stderr).toBe(0);
    const doctor = await npmRun('doctor');
    expect(doctor.stderr).toBe('');
    expect(doctor.stdout).toMatch(/^A product {3}right$/m);
    const suite = await npmRun('suite', 'digits', '--', '--distillers', 'vanilla', '--trials', '1', '--epochs', '1');
    expect(suite.exitCode, suite.stderr).toBe(0);
    expect(suite.stdout).toMatch(/^\| Student \(vanilla\) \|/m);
  },
);
