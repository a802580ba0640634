import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isClone } from '../../base/default-results.ts';
import { typedPath } from '../../base/typed-path.ts';

/** The registry's place in the repository, and on this machine. */
export const shownRegistry = 'baselines/published/after-crd';
export const registryFolder = fileURLToPath(new URL(`../../../${shownRegistry}`, import.meta.url));

/** Of the papers that Redistill comes with. */
export const sourcesFolder = join(registryFolder, 'sources');

/** Where `add-paper` writes, and papers are read, if no other folder is given; and what help calls it. */
export const defaultLiterature = isClone
  ? { folder: sourcesFolder, name: 'the registry in the clone' }
  : { folder: typedPath('literature'), name: 'literature' };
