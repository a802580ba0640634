import { join } from 'node:path';
import { cacheFolder } from '../../base/files/cache.ts';
import { typedPath } from '../../base/typed-path.ts';

/** The environment variable that puts data sets elsewhere. */
export const dataVariable = 'REDISTILL_DATA';

/** The folder in which data sets are kept: `REDISTILL_DATA`, else `data` in the cache folder. It need not exist. */
export function dataFolder(environment: NodeJS.ProcessEnv): string {
  const own = environment[dataVariable];
  return own ? typedPath(own) : join(cacheFolder(environment), 'data');
}

/**
 * Where the files of an archive are: in a folder named after the archive's hash, such as `cifar100/58a81ae192c2`, so
 * that another archive of the same data set can lie beside it.
 */
export function unpackedFolder(dataset: string, archive: string, environment = process.env): string {
  return join(dataFolder(environment), dataset, archive.slice(0, 12));
}
