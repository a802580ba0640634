import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Problem } from '../harness/base/problem.ts';
import { checkEnglish } from './english/check-english.ts';
import { setUp } from './setup/setup.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @throws Problem where this is an installed package: that has neither tests nor what they need */
export function refusePackage(command: string): void {
  if (!root.includes('/node_modules/')) return;
  throw new Problem(`'${command}' is for a clone of Redistill, and this is an installed package`, 'Run it in a clone');
}

/** Runs the tests: `args` are vitest's. Returns its exit code. */
export async function test(args: string[]): Promise<number> {
  await setUp();
  // Where no change touches a test, none has failed.
  const none = args.includes('--changed') ? ['--passWithNoTests'] : [];
  return run('vitest', 'run', ...args, ...none);
}

/** Type-checks, lints and checks the format, then looks at the English. Returns the first exit code that is not 0. */
export async function lint(): Promise<number> {
  const types = await run('tsc', '--noEmit');
  const lint = await run('biome', 'check');
  const english = lintEnglish();
  return types || lint || english;
}

/** Prints what is not idiomatic English. Returns 1 where something is. */
function lintEnglish(): number {
  const findings = checkEnglish(root);
  for (const finding of findings) console.error(finding);
  if (findings.length === 0) return 0;
  console.error(`English: ${findings.length} findings. scripts/english/calques.ts has the list.`);
  return 1;
}

/** Runs a tool of node_modules in the repository. Returns its exit code. */
function run(tool: string, ...args: string[]): Promise<number> {
  const command = [`${root}node_modules/.bin/${tool}`, ...args];
  // A process group of its own: a signal passed on then reaches vitest's workers too, which it would leave behind.
  const child = spawn(process.execPath, command, { cwd: root, stdio: 'inherit', detached: true });
  const pass = (signal: NodeJS.Signals) => process.kill(-child.pid!, signal);
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  return new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  }).finally(() => {
    for (const signal of signals) process.off(signal, pass);
  });
}
