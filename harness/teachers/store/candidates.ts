import { torchShape } from '../../model/engine/layout.ts';
import type { VariableShape } from '../../model/engine/outline.ts';
import type { SavedTensor, SavedTensors } from '../torch/checkpoint.ts';
import { isCounter } from './counters.ts';

/** Tensors of a file that may be a network's: those that stand together and whose names begin alike. */
export interface Candidate {
  group: SavedTensors;
  /** What stands before the network's own names: `module.`, `student.`, or nothing. */
  prefix: string;
  /** The network's weights that are not among them. */
  missing: VariableShape[];
  /** The names behind the prefix that are no weight's of the network, and no counter's. */
  strangers: string[];
}

/** What a person types to choose it: all that stands before the network's names, the way to them included. */
export function fullPrefix({ group: { place }, prefix }: Pick<Candidate, 'group' | 'prefix'>): string {
  return place === '' ? prefix : `${place}.${prefix}`;
}

/** The tensor behind a candidate's prefix. */
export function tensorBehindPrefix({ group, prefix }: Candidate, name: string): SavedTensor | undefined {
  return group.tensors.get(prefix + name);
}

/** So many of a group's prefixes are looked at: a file has a few networks, unless it is made to take time. */
const mostPrefixes = 20;

/** What training programs put among names' parts, wherever they wrap a module. */
const wrappers = new Set(['module', '_orig_mod', '_fsdp_wrapped_module', '_checkpoint_wrapped_module']);

/**
 * All that may be the network: what has half of its weights at least, that which has most first. Which part of the names is a prefix
 * is known by what the network's are: whatever stands before them.
 */
export function candidatesIn(groups: readonly SavedTensors[], network: readonly VariableShape[]): Candidate[] {
  const found = searchIn(groups, network);
  if (found[0]?.missing.length === 0) return found;
  // A part of the network may have been wrapped by itself, so that the wrapper's name stands in the middle of others.
  const unwrapped = searchIn(
    groups.filter(({ tensors }) => [...tensors.keys()].some(isWrapped)).map(withoutWrappers),
    network,
  );
  return unwrapped[0]?.missing.length === 0 ? unwrapped : found;
}

/** Those behind a prefix that a person has typed: all that stands before the names, or the end or the beginning of it. */
export function behind(candidates: readonly Candidate[], typed: string | undefined): Candidate[] {
  if (typed === undefined) return [...candidates];
  const asked = typed === '' || typed.endsWith('.') ? typed : `${typed}.`;
  const ways: ((candidate: Candidate) => boolean)[] = [
    (one) => fullPrefix(one) === asked,
    (one) => one.prefix === asked || (asked !== '' && fullPrefix(one).endsWith(`.${asked}`)),
    (one) => asked !== '' && fullPrefix(one).startsWith(asked),
  ];
  return ways.map((fits) => candidates.filter(fits)).find(({ length }) => length > 0) ?? [];
}

function searchIn(groups: readonly SavedTensors[], network: readonly VariableShape[]): Candidate[] {
  const weights = network.filter(isWeight);
  const own = new Set(network.map(({ name }) => name));
  const found = groups.flatMap((group) =>
    withoutNested(prefixesIn(group, weights).map((prefix) => candidateOf(group, prefix, weights, own))),
  );
  return found.sort((a, b) => a.missing.length - b.missing.length);
}

/** Another whole network within one (`teacher.` beside names of its own) is no stranger: it stands for itself. */
function withoutNested(candidates: readonly Candidate[]): Candidate[] {
  const whole = candidates.filter(({ missing }) => missing.length === 0).map(({ prefix }) => prefix);
  return candidates.map((one) => {
    const nested = whole.filter((prefix) => prefix !== one.prefix && prefix.startsWith(one.prefix));
    return { ...one, strangers: one.strangers.filter((name) => !nested.some((prefix) => name.startsWith(prefix))) };
  });
}

/** What stands before half of the weights' names at least. */
function prefixesIn({ tensors }: SavedTensors, weights: readonly VariableShape[]): string[] {
  const names = new Set(weights.map(({ name }) => name));
  const mostParts = Math.max(...weights.map(({ name }) => name.split('.').length));
  const counts = new Map<string, number>();
  for (const name of tensors.keys()) {
    for (let start = name.length, parts = 0; start > 0 && parts < mostParts; parts++) {
      start = name.lastIndexOf('.', start - 2) + 1;
      if (!names.has(name.slice(start))) continue;
      const prefix = name.slice(0, start);
      counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
    }
  }
  const prefixes = [...counts].filter(([, count]) => count >= weights.length / 2).map(([prefix]) => prefix);
  return prefixes.slice(0, mostPrefixes);
}

function candidateOf(
  group: SavedTensors,
  prefix: string,
  weights: readonly VariableShape[],
  own: ReadonlySet<string>,
): Candidate {
  const behind = [...group.tensors.keys()].filter((name) => name.startsWith(prefix));
  return {
    group,
    prefix,
    missing: weights.filter(({ name }) => !group.tensors.has(prefix + name)),
    strangers: behind.filter((name) => !own.has(name.slice(prefix.length)) && !isCounter(name)),
  };
}

/** Batch norm's counters are left: files of before PyTorch 0.4.1 lack them, and evaluation does not read them. */
export function isWeight({ dtype }: VariableShape): boolean {
  return dtype === 'float32';
}

const isWrapped = (name: string) => name.split('.').some((part) => wrappers.has(part));

/** A group by names without wrappers; as it is where two names would become one. */
function withoutWrappers({ place, tensors }: SavedTensors): SavedTensors {
  const bare = (name: string) =>
    name
      .split('.')
      .filter((part) => !wrappers.has(part))
      .join('.');
  const renamed = new Map(Array.from(tensors, ([name, tensor]) => [bare(name), tensor]));
  return { place, tensors: renamed.size === tensors.size ? renamed : tensors };
}

/** A weight whose shape in the file is another than the network's, in PyTorch's order. */
export interface WrongShape {
  name: string;
  expected: number[];
  found: readonly number[];
}

/** The weights of a candidate that has all of them whose shapes are others than the network's. */
export function wrongShapes(candidate: Candidate, network: readonly VariableShape[]): WrongShape[] {
  return network.filter(isWeight).flatMap(({ name, shape, layout }) => {
    const expected = torchShape(shape, layout);
    const { shape: found } = tensorBehindPrefix(candidate, name)!;
    return found.join() === expected.join() ? [] : [{ name, expected, found }];
  });
}
