import { exitCode, Problem } from '../../base/problem.ts';
import { shown } from '../../base/shown.ts';
import { type NetworkName, networks, outlineOf } from '../../model/nets/registry.ts';
import { behind, type Candidate, candidatesIn, fullPrefix, wrongShapes } from './candidates.ts';
import type { ExpectedNetwork } from './expected.ts';
import { rewritten } from './rewritten.ts';
import type { WeightsFile } from './weights-file.ts';
import { beginningsOf, beginWith, listed, named, typedPrefix } from './words.ts';

/**
 * Why a file holds no network of that name, by what it has instead.
 * @param candidates those among which one was looked for, the likeliest first
 */
export function whyNone(file: WeightsFile, expected: ExpectedNetwork, candidates: readonly Candidate[]): Problem {
  const [best] = candidates;
  if (best === undefined) return anotherNetwork(file, expected) ?? noneAtAll(file, expected);
  if (best.missing.length > 0) {
    const why = anotherNetwork(file, expected) ?? quantised(file, expected, best) ?? rewrittenWeight(file, best);
    return why ?? lacking(file, expected, best);
  }
  const whole = candidates.find(({ missing, strangers }) => missing.length + strangers.length === 0);
  if (!whole) {
    return anotherNetwork(file, expected) ?? quantised(file, expected, best) ?? withStrangers(file, expected, best);
  }
  return otherClasses(file, expected, whole) ?? anotherNetwork(file, expected) ?? otherShape(file, expected, whole);
}

const problem = (what: string, cure: string) => new Problem(what, cure, exitCode.data);

/** Far more than the networks here have: to look for each of them in a file of any size would take time. */
const mostTensors = 10_000;

/** Is it one of the other networks that are known here? */
function anotherNetwork(
  { path, groups }: WeightsFile,
  { network, classes, prefix }: ExpectedNetwork,
): Problem | undefined {
  const likely = groups.filter(({ tensors }) => tensors.size <= mostTensors);
  const alike = (Object.keys(networks) as NetworkName[]).filter((name) => {
    const variables = outlineOf(name, classes);
    // What it tells apart is said by its classifier, which stands last.
    const classifier = new Set(variables.slice(-2).map(({ name }) => name));
    return behind(candidatesIn(likely, variables), prefix).some(
      (one) =>
        one.missing.length + one.strangers.length === 0 &&
        wrongShapes(one, variables).every(({ name }) => classifier.has(name)),
    );
  });
  if (alike.length === 0) return undefined;
  return problem(
    `By the names and shapes of its tensors ${path} holds a ${listed(alike)}, and no ${network}`,
    `Give ${listed(
      alike.map((name) => `--net ${name}`),
      { word: 'or' },
    )}`,
  );
}

function quantised({ path }: WeightsFile, { network }: ExpectedNetwork, { strangers }: Candidate): Problem | undefined {
  if (!strangers.some((name) => name.endsWith('.zero_point'))) return undefined;
  return problem(`${path} holds a quantised ${network}`, 'Save the network as it was before it was quantised');
}

function rewrittenWeight({ path }: WeightsFile, { group, prefix, missing }: Candidate): Problem | undefined {
  const behindPrefix = [...group.tensors.keys()].filter((name) => name.startsWith(prefix));
  const names = new Set(behindPrefix.map((name) => name.slice(prefix.length)));
  for (const { name } of missing) {
    const found = rewritten(name, names);
    if (!found) continue;
    const { what, instead, cure } = found;
    return problem(
      `In ${path} the weight "${name}" is ${what}: it is kept as ${listed(instead.map((one) => `"${shown(one)}"`))}`,
      `Make it a weight again before you save the network: ${cure}`,
    );
  }
  return undefined;
}

function lacking({ path }: WeightsFile, { network, variables }: ExpectedNetwork, best: Candidate): Problem {
  const { group, prefix, missing, strangers } = best;
  const full = fullPrefix(best);
  const place = full === '' ? '' : `Behind ${typedPrefix(full)} `;
  const lacks = `${place}${path} lacks ${named(missing.map(({ name }) => name))} of ${network}`;
  const cure = 'Give a file with all its weights; --net says which network it is';
  if (strangers.length === 0) return problem(lacks, cure);
  const partsOf = (names: readonly string[]) => new Set(names.flatMap((name) => name.split('.')));
  const [inFile, inNetwork] = [partsOf([...group.tensors.keys()]), partsOf(variables.map(({ name }) => name))];
  const theirs = [...partsOf(strangers)].filter((part) => !inNetwork.has(part) && !prefix.includes(`${part}.`));
  const ours = [...partsOf(missing.map(({ name }) => name))].filter((part) => !inFile.has(part));
  const has = `${lacks}, and has ${named(strangers)} instead`;
  if (theirs.length === 0 || ours.length === 0) return problem(has, cure);
  const quoted = (parts: readonly string[]) => listed(parts.map((part) => `"${shown(part)}"`));
  return problem(
    `${has}: its names have ${quoted(theirs)} where those of ${network} have ${quoted(ours)}`,
    'If it is the same network under other names, rename its tensors and save it again; --net says which network it is',
  );
}

function withStrangers({ path }: WeightsFile, { network }: ExpectedNetwork, { strangers }: Candidate): Problem {
  return problem(
    `${path} has ${named(strangers)}, which ${network} has not, beside all that it has`,
    `If they are no part of the network, save it again without them; --net says which network it is`,
  );
}

/** The file has few of the network's weights, or none. */
function noneAtAll({ path, groups }: WeightsFile, { network, prefix }: ExpectedNetwork): Problem {
  const names = groups.flatMap(({ place, tensors }) =>
    [...tensors.keys()].map((name) => (place ? `${place}.${name}` : name)),
  );
  if (prefix && !names.some((name) => name.startsWith(prefix))) {
    return problem(
      `${path} has no tensor whose name begins with ${typedPrefix(prefix)}: its names ${beginWith(beginningsOf(names))}`,
      'Give one of these with --entry, or leave it out',
    );
  }
  const largest = groups.toSorted((a, b) => b.tensors.size - a.tensors.size);
  const inside = largest.map(({ place, tensors }) => {
    const own = listed(Array.from(tensors.keys(), (name) => `"${shown(name)}"`));
    return place === '' ? own : `${own} in "${shown(place)}"`;
  });
  return problem(
    `${path} holds no ${network}: it has ${listed(inside, { most: 3 })}`,
    "Save the network's own weights: torch.save(model.state_dict(), FILE); --net says which network it is",
  );
}

/** Does it differ by nothing but the number of its classes? */
function otherClasses({ path }: WeightsFile, expected: ExpectedNetwork, whole: Candidate): Problem | undefined {
  const { dataset, classes, variables } = expected;
  const wrong = wrongShapes(whole, variables);
  const [found] = wrong[0]!.found;
  const differs = wrong.every(
    (one) =>
      one.expected[0] === classes &&
      one.found[0] === found &&
      one.found.slice(1).join() === one.expected.slice(1).join(),
  );
  return differs && found !== undefined ? classesDiffer(path, found, { dataset, classes }) : undefined;
}

/** A network of that many classes, for a data set of others. */
export function classesDiffer(
  path: string,
  found: number,
  { dataset, classes }: Pick<ExpectedNetwork, 'dataset' | 'classes'>,
) {
  return problem(
    `${path} tells ${found} classes apart, and the data set ${dataset} has ${classes}`,
    'Name the data set that it was trained on, with --data',
  );
}

function otherShape({ path }: WeightsFile, { network, variables }: ExpectedNetwork, whole: Candidate): Problem {
  const [first, ...others] = wrongShapes(whole, variables);
  const { name, found, expected } = first!;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  return problem(
    `In ${path} the tensor "${shown(whole.prefix)}${name}" has the shape [${found}] instead of ${network}'s [${expected}]${more}`,
    'Give a file of that network; --net says which network it is',
  );
}
