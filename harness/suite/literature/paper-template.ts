import { Problem } from '../../base/problem.ts';
import { pairsOfCrd } from './networks.ts';
import type { Methods } from './schema.ts';

/** A name that can be that of a file and of a method. */
const nameForm = /^[A-Za-z0-9][A-Za-z0-9.+-]*$/;

/**
 * The file of a paper that is to be filled in, as text: what is empty in it is refused until it is.
 * @param name of its method, and of the file
 * @param methods those that are known already
 * @throws Problem where that cannot be a name
 */
export function paperTemplate(name: string, methods: Methods): string {
  if (!nameForm.test(name)) {
    throw new Problem(`'${name}' cannot be the name of a paper`, 'Give letters, digits, dots, + and -, such as MyKD');
  }
  const template = {
    repository: '',
    commit: null,
    about: {
      aggregation: 'unknown',
      runs: null,
      recipe: 'unknown',
      teachers: 'unknown',
      tunedOnTest: null,
      mark: 'own table',
      evidence: 'SEEN',
    },
    tables: [{ path: '', columns: pairsOfCrd, rows: { [name]: pairsOfCrd.map(() => null) } }],
    ...(Object.hasOwn(methods, name) ? {} : { methods: { [name]: { extends: [] } } }),
  };
  // Numbers stand on one line, as in a table.
  return `${JSON.stringify(template, null, 2)
    .replaceAll(/null,\s+(?=null)/g, 'null, ')
    .replaceAll(/\[\s+(null.*null)\s+\]/g, '[$1]')}\n`;
}
