import { type StdioOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { Problem } from '../harness/base/problem.ts';
import { refuseKept } from '../harness/cli/npm-guard.ts';
import type { Unfinished } from './dead-workers/unfinished.ts';
import { checkEnglish } from './english/check-english.ts';
import { sameNames } from './same-names.ts';
import { setUp } from './setup/setup.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @throws Problem where this is an installed package: that has neither tests nor what they need */
export function refusePackage(command: string): void {
  if (!root.includes('/node_modules/')) return;
  throw new Problem(`'${command}' is for a clone of Redistill, and this is an installed package`, 'Run it in a clone');
}

/**
 * Runs the tests: `args` are vitest's. Returns its exit code.
 * Where a process died and no test failed, the files that it left unfinished run once more, one at a time.
 */
export async function test(args: string[]): Promise<number> {
  refuseWhatNpmKept(['test', 'test:slow'], new Set(['--changed']));
  await setUp();
  // Where no change touches a test, none has failed.
  const none = args.includes('--changed') ? ['--passWithNoTests'] : [];
  let unfinished: Unfinished | undefined;
  const code = await run('vitest', ['run', ...args, ...none], (message) => {
    unfinished = message as Unfinished;
  });
  if (args.includes('--changed')) await sayWhatIsNotImported();
  if (!unfinished) return code;
  const { root, projects, files } = unfinished;
  const names = files.map((file) => relative(root, file)).join(', ');
  console.error(`\nA PROCESS OF TESTS DIED, and all other tests passed. Once more, alone: ${names}\n`);
  const only = projects.filter(Boolean).flatMap((project) => ['--project', project]);
  const again = await run('vitest', ['run', '--root', root, ...only, '--no-file-parallelism', ...files]);
  if (again === 0) console.error(`\nA PROCESS OF TESTS DIED in ${names}, which passed alone. Look for why\n`);
  return again;
}

/** @throws Problem where one of these scripts was started, and npm kept its options: all tests would run, say */
function refuseWhatNpmKept(scripts: readonly string[], ours: ReadonlySet<string>): void {
  const { npm_lifecycle_event: script } = process.env;
  if (script !== undefined && scripts.includes(script)) refuseKept(script, ours, process.env);
}

/** vitest knows by imports which tests a change touches: what tests read in another way, it leaves out without a word. */
async function sayWhatIsNotImported(): Promise<void> {
  const { stdout } = await execa('git', ['status', '--porcelain', '--no-renames', '-z'], { cwd: root, reject: false });
  const files = (stdout ?? '').split('\0').map((line) => line.slice(3));
  const others = files.filter((file) => file !== '' && !/\.tsx?$/.test(file));
  if (others.length === 0) return;
  const names =
    others.length > 5 ? `${others.slice(0, 5).join(', ')} and ${others.length - 5} more` : others.join(', ');
  console.error(`Changed too, and not imported: ${names}. To run what reads them, run all tests: npm test`);
}

/**
 * Type-checks, lints and checks the format, then looks at names and English. Returns the first exit code that is not 0.
 * @throws Problem where it is given anything but --help
 */
export async function lint(args: readonly string[]): Promise<number> {
  if (args.some((arg) => arg === '--help' || arg === '-h')) {
    console.log('Usage: redistill lint\n\ncheck types, style and the English of docs and messages');
    return 0;
  }
  refuseWhatNpmKept(['lint'], new Set());
  if (args.length > 0) throw new Problem(`lint takes no '${args[0]}': it checks the whole clone`, 'Leave it out');
  const types = await run('tsc', ['--noEmit']);
  const lint = await run('biome', ['check']);
  const names = lintNames();
  const english = lintEnglish();
  return types || lint || names || english;
}

/** Prints the names that have two meanings. Returns 1 where there is one. */
function lintNames(): number {
  const findings = sameNames(`${root}harness`);
  for (const finding of findings) console.error(finding);
  return findings.length === 0 ? 0 : 1;
}

/** Prints what is not idiomatic English. Returns 1 where something is. */
function lintEnglish(): number {
  const findings = checkEnglish(root);
  for (const finding of findings) console.error(finding);
  if (findings.length === 0) return 0;
  console.error(`English: ${findings.length} findings. scripts/english/calques.ts has the list.`);
  return 1;
}

/**
 * Runs a tool of node_modules in the repository. Returns its exit code.
 * @param onMessage receives what the tool sends
 */
function run(tool: string, args: string[], onMessage?: (message: unknown) => void): Promise<number> {
  const command = [`${root}node_modules/.bin/${tool}`, ...args];
  // A process group of its own: a signal passed on then reaches vitest's workers too, which it would leave behind.
  const stdio: StdioOptions = ['inherit', 'inherit', 'inherit', ...(onMessage ? ['ipc' as const] : [])];
  const child = spawn(process.execPath, command, { cwd: root, stdio, detached: true });
  if (onMessage) child.on('message', onMessage);
  const pass = (signal: NodeJS.Signals) => process.kill(-child.pid!, signal);
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  return new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      const end = () => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']);
      // What it sent last may come after its end.
      if (child.connected) child.on('disconnect', end);
      else end();
    });
  }).finally(() => {
    for (const signal of signals) process.off(signal, pass);
  });
}
