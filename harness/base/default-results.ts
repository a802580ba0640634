import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { typedPath } from './typed-path.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Does it run from a clone? What is below node_modules, npm may make anew. */
export const isClone = !root.includes('/node_modules/');

/** The folder for everything that runs produce, where no other is given; and what help calls it. */
export const defaultResults = isClone
  ? { folder: join(root, 'results'), name: 'results in the clone' }
  : { folder: typedPath('results'), name: 'results' };
