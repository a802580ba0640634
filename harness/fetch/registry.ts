import { nyuDepth } from '../data/nyu-depth/convert.ts';
import { tinyImagenet } from '../data/tiny-imagenet/convert.ts';
import { Problem } from '../problem.ts';
import { guess } from '../validate/nearest.ts';
import { cifar100 } from './cifar100.ts';
import type { Source } from './source.ts';
import { stl10 } from './stl10.ts';

/** Every data set that can be fetched, by the name that suites use. */
const sources: Record<string, Source> = { cifar100, stl10, 'tiny-imagenet': tinyImagenet, 'nyu-depth': nyuDepth };

/** @throws Problem where there is no such data set */
export function sourceOf(name: string): Source {
  const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (source) return source;
  if (name === 'digits' || name === 'pairs')
    throw new Problem(`${name} needs no fetching`, 'It comes with the npm packages');
  // Prepared without an archive's address: see fetch.ts.
  const names = [...Object.keys(sources), 'imagenet'];
  throw new Problem(`there is no data set '${name}' to fetch`, `${guess(name, names)}Give one of ${names.join(', ')}`);
}
