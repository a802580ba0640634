/**
 * The door of every npm script: `node scripts/start.mjs COMMAND [ARGS...]`.
 * It installs whatever is missing, then goes on with the command in the same process. Plain JavaScript on Node's own
 * modules, because on a fresh clone there is nothing else yet.
 */
import { fileURLToPath } from 'node:url';
import { installPackages } from './packages.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 20)) {
  console.error(
    `redistill: Node ${process.versions.node} is too old. Install Node 20.20 or newer, then run this again.`,
  );
  process.exit(6);
}

const failed = installPackages();
if (failed) process.exit(failed);

// TypeScript runs in this very process from here on: no build, no second process. How JSX is compiled stands in
// tsconfig.json, which it would look for where the user is.
const { register } = await import('tsx/esm/api');
register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) });
const { explain } = await import('../harness/problem.ts');

const [command, ...args] = process.argv.slice(2);
try {
  process.exitCode = await go();
} catch (error) {
  process.exitCode = explain(error);
}

async function go() {
  const { lint, test } = await import('./checks.ts');
  if (command === 'lint') return lint();
  // These need no TensorFlow, and work on a machine that has no compiler.
  if (!['data', 'report', 'check'].includes(command)) {
    const { setUp } = await import('./setup/setup.ts');
    await setUp();
  }
  if (command === 'test') return test(args);
  const { main } = await import('../harness/cli/cli.ts');
  return main(process.argv.slice(2));
}
