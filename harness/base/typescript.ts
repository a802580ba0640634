import { fileURLToPath } from 'node:url';
import { limitOf } from '../../scripts/limits.mjs';

/**
 * Node reserves 10 GB of addresses for each WebAssembly, to be quick; where `ulimit -v` limits them, it does without.
 */
const frugality = limitOf('v') === undefined ? [] : ['--disable-wasm-trap-handler'];

const placeOf = (script: string) => new URL(`../../scripts/${script}`, import.meta.url);

/**
 * The command that starts a program of ours; its arguments follow.
 * @param file the TypeScript file's path in the repository, such as `harness/train/job/main.ts`
 */
export function programCommand(file: string): [string, ...string[]] {
  return [process.execPath, ...frugality, fileURLToPath(placeOf('program.mjs')), file];
}

/** The options of Node for a process that reads TypeScript as it is. */
export const typescriptOptions: readonly string[] = [...frugality, '--import', placeOf('typescript.mjs').href];
