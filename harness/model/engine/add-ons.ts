import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Set by the set-up where node_modules cannot be written, for this process and those that it starts: a folder in the cache. */
export const addOnsVariable = 'REDISTILL_ADD_ONS';

/** The folder with what the set-up has compiled: where TensorFlow.js looks for its own add-on, or in the cache. */
export function addOnsFolder(): string {
  const inCache = process.env[addOnsVariable];
  if (inCache) return inCache;
  const manifest = createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json');
  return join(dirname(manifest), 'lib/napi-v8');
}
