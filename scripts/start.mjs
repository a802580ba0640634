#!/usr/bin/env node
/**
 * The door of Redistill: `node scripts/start.mjs COMMAND [ARGS...]` in npm's scripts, and the program `redistill`.
 * It installs whatever is missing, then goes on with the command in the same process. Plain JavaScript on Node's own
 * modules, because on a fresh clone there is nothing else yet.
 */
import { fileURLToPath } from 'node:url';
import { whatIsTooLittle } from './limits.mjs';
import { arePackagesThere, installPackages } from './packages.mjs';
import { enterUsersFolder, noteStart } from './start-place.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 20)) {
  console.error(
    `redistill: Node ${process.versions.node} is too old. Install Node 20.20 or newer, then run this again.`,
  );
  process.exit(6);
}

const lack = whatIsTooLittle();
if (lack) {
  console.error(`redistill: ${lack}.`);
  process.exit(6);
}

const [command, ...args] = process.argv.slice(2);
noteStart(process.argv[1], process.env);
enterUsersFolder(command, process.env);

if (command === 'setup') {
  const { folderToUnpack, unpack } = await import('./setup/pack/unpack.mjs');
  const folder = folderToUnpack(args);
  const failed = folder && (await unpack(folder, fileURLToPath(new URL('..', import.meta.url)), process.env));
  if (failed) process.exit(failed);
}

const ahead = arePackagesThere() ? undefined : await fetchTensorFlow();
const failed = installPackages();
if (failed) {
  ahead?.stop();
  process.exit(failed);
}
await ahead?.end();

const { checkCompiled, importProgram } = await import('./compiled.mjs');
const { explain } = await checkCompiled()
  .then(() => importProgram('harness/base/problem.ts'))
  .catch((error) => {
    console.error(`redistill: the sources cannot be compiled: ${error.message}`);
    process.exit(1);
  });

try {
  process.exitCode = await go();
} catch (error) {
  process.exitCode = explain(error);
}

async function fetchTensorFlow() {
  const { fetchAhead } = await import('./setup/fetch-ahead.mjs');
  return fetchAhead(command, args, process.env);
}

async function go() {
  if (command === 'lint' || command === 'test') {
    const { lint, refusePackage, test } = await importProgram('scripts/checks.ts');
    refusePackage(command);
    return command === 'lint' ? lint(args) : test(args);
  }
  const { main } = await importProgram('harness/cli/cli.ts');
  return main(process.argv.slice(2));
}
