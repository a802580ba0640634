import { limitOf } from '../scripts/limits.mjs';

/**
 * The options of Node for a process that runs a TypeScript file. Each of its threads has a WebAssembly, for which Node reserves
 * 10 GB of addresses to be quick; where `ulimit -v` limits them, it does without.
 */
export const typescriptOptions: readonly string[] = [
  ...(limitOf('v') === undefined ? [] : ['--disable-wasm-trap-handler']),
  '--import',
  new URL('../scripts/typescript.mjs', import.meta.url).href,
];
