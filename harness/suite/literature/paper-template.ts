import { Problem } from '../../base/problem.ts';
import { bare } from './known-names.ts';
import { pairsOfCrd } from './networks.ts';
import type { Methods } from './schema.ts';

/** A name that can be that of a file and of a method. */
const nameForm = /^[A-Za-z0-9][A-Za-z0-9.+-]{0,99}$/;

/**
 * The file of a paper that is to be filled in, as text: what is empty in it is refused until it is.
 * @param name of its method, and of the file
 * @param methods those that are known already
 * @throws Problem where that cannot be a name, or one that is known was meant
 */
export function paperTemplate(name: string, methods: Methods): string {
  refuseName(name, methods);
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

function refuseName(name: string, methods: Methods): void {
  const refuse = (why: string, cure: string) => {
    throw new Problem(`'${name}' cannot be the name of a paper${why}`, cure);
  };
  if (!nameForm.test(name)) refuse('', 'Give at most 100 letters, digits, dots, + and -, such as MyKD');
  if (/\.json$/i.test(name)) refuse(', as it is that of a file', `Give ${name.slice(0, -5)}`);
  if (['teacher', 'vanilla'].includes(bare(name))) {
    refuse(', as it stands for networks alone', "Give its method's name, such as MyKD");
  }
  const known = Object.keys(methods).find((one) => bare(one) === bare(name));
  if (known !== undefined && known !== name) {
    refuse(`, as ${known} is a method that is known`, `Give ${known} for numbers of that, else another name`);
  }
}
