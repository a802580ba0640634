import { cacheVariable } from '../../harness/base/files/cache.ts';
import { diskFull } from '../../harness/base/files/files.ts';
import { exitCode, Problem } from '../../harness/base/problem.ts';
import { size } from '../../harness/base/size.ts';
import { say } from '../../harness/base/terminal/say.ts';
import { install } from './machine.ts';
import { pipDownload, wheelIn } from './pip.mjs';
import type { Wheel } from './wheels.ts';

/**
 * Fetches one wheel with pip, which knows the user's mirrors, proxies and certificates and verifies the sha256.
 * @param folder where to put it; made, and must hold nothing else
 * @param pipArguments further arguments for pip
 * @returns the wheel's path
 * @throws Problem where pip cannot get it, or gets another file than the pinned one
 */
export async function download(
  wheel: Wheel,
  folder: string,
  pipArguments: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const { execa } = await import('execa');
  say(`fetching ${wheel.name} ${wheel.version} (${size(wheel.bytes)})`);
  const { args, env } = pipDownload(wheel, folder, environment);
  const pip = await execa('python3', ['-m', 'pip', ...args, ...pipArguments], {
    env,
    extendEnv: false,
    stdin: 'ignore',
    // On a terminal pip draws its progress.
    stdout: process.stderr.isTTY ? process.stderr : 'ignore',
    reject: false,
  });
  const file = wheelIn(folder);
  if (pip.exitCode === 0 && file !== undefined) return file;
  throw explainPip(wheel, folder, pip.stderr || pip.shortMessage || '');
}

function explainPip(wheel: Wheel, folder: string, output: string): Problem {
  const name = `${wheel.name} ${wheel.version}`;
  if (/do not match the hashes/i.test(output)) {
    return new Problem(
      `The wheel of ${name} is not the pinned one: its sha256 is not ${wheel.sha256}`,
      'Find out what the package index or mirror of your pip serves before you use it (`python3 -m pip config list`)',
      exitCode.machine,
    );
  }
  if (/No module named pip/.test(output)) {
    return new Problem('python3 has no pip (it fetches TensorFlow)', install('python3-pip'), exitCode.machine);
  }
  if (/No space left on device|Disk quota exceeded/.test(output)) return diskFull(folder, cacheVariable);
  const lines = output.split('\n').map((line) => line.trim());
  const last =
    lines.findLast((line) => line.startsWith('ERROR:')) ?? lines.findLast((line) => line !== '') ?? 'no reason';
  return new Problem(
    `pip cannot fetch ${name} (${last.replace(/^ERROR: /, '')})`,
    'Check the network and the index of your pip (`python3 -m pip config list`), then run the same command again',
    exitCode.machine,
  );
}
