import { createRequire } from 'node:module';
import { join } from 'node:path';
import { addOnsFolder } from './add-ons.ts';

const loaded = new Map<string, unknown>();

/**
 * An add-on of our own, which the set-up compiles; undefined where it could not be compiled, as what it does can be done without it.
 * @param name of its file, without `.node`
 */
export function ownAddOn<AddOn>(name: string): AddOn | undefined {
  if (!loaded.has(name)) loaded.set(name, load(name));
  return loaded.get(name) as AddOn | undefined;
}

function load(name: string): unknown {
  try {
    return createRequire(import.meta.url)(join(addOnsFolder(), `${name}.node`));
  } catch {
    return undefined;
  }
}
