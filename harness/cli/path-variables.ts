import { cacheVariable } from '../base/files/cache.ts';
import { typedPath } from '../base/typed-path.ts';
import { dataVariable } from '../data/fetch/folder.ts';

/** The environment variables that hold a path which a person has typed. */
const variables = [dataVariable, cacheVariable, 'TMPDIR'];

/** Makes whole paths of those variables: the processes that inherit them stand in another folder. */
export function settlePaths(environment: NodeJS.ProcessEnv): void {
  for (const name of variables) {
    const { [name]: path } = environment;
    if (path) environment[name] = typedPath(path);
  }
}
