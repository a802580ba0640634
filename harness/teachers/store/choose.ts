import { exitCode, Problem } from '../../base/problem.ts';
import { shown } from '../../base/shown.ts';
import { behind, type Candidate, candidatesIn, fullPrefix, wrongShapes } from './candidates.ts';
import { isCounter } from './counters.ts';
import type { ExpectedNetwork } from './expected.ts';
import type { WeightsFile } from './weights-file.ts';
import { whyNone } from './why-none.ts';
import { beginningBeside, beginWith, listed, typedPrefix } from './words.ts';

/** The tensors that are taken, and what else in the file could have been. */
export interface ChosenWeights {
  taken: Candidate;
  others: Candidate[];
}

/** Where training programs keep the weights, the likeliest first; the empty one is of weights that were saved by themselves. */
const usualPlaces = ['model', 'state_dict', 'model_state_dict', 'net', ''];
/** What programs call averages over a training. */
const isAverage = /(^|[^a-z])(ema|swa|avg|averaged?|shadow)([^a-z]|$)/i;

/**
 * Finds the network in a file: the tensors whose names are the network's once what stands before all of them is taken off. Averages
 * of a training are taken where there is nothing else.
 * @throws Problem where there is no such network in it, or several that nothing tells apart
 */
export function chooseWeights(file: WeightsFile, expected: ExpectedNetwork): ChosenWeights {
  const { network, prefix, variables } = expected;
  const asked = behind(candidatesIn(file.groups, variables), prefix);
  const fitting = asked.filter(
    (one) => one.missing.length === 0 && one.strangers.length === 0 && wrongShapes(one, variables).length === 0,
  );
  if (fitting.length === 0) throw whyNone(file, expected, asked);
  const plain = likeliest(fitting);
  if (plain.length > 1) throw several(file, network, plain);
  const [taken] = plain as [Candidate];
  if (prefix === undefined) checkBeside(file, expected, taken);
  return { taken, others: fitting.filter((one) => one !== taken) };
}

/** Those among which a choice is left: what is no average, and of that what stands at the likeliest of usual places. */
function likeliest(fitting: Candidate[]): Candidate[] {
  const plain = fitting.filter((one) => !isAverage.test(fullPrefix(one)));
  const left = plain.length > 0 ? plain : fitting;
  const place = usualPlaces.find((usual) => left.some(({ group }) => lastPart(group.place) === usual));
  return place === undefined ? left : left.filter(({ group }) => lastPart(group.place) === place);
}

const lastPart = (place: string) => place.slice(place.lastIndexOf('.') + 1);

function several({ path }: WeightsFile, network: string, found: readonly Candidate[]): Problem {
  const prefixes = found.map(fullPrefix);
  const options = prefixes.map((prefix) => `--entry ${typedPrefix(prefix)}`);
  return new Problem(
    `${path} holds more than one ${network}: its names ${beginWith(prefixes.map((one) => shown(one) || "the network's own"))}`,
    `Say which is meant: ${listed(options, { word: 'or' })}`,
    exitCode.data,
  );
}

/**
 * What stands beside the network, under other names, may be a part of it.
 * @throws Problem where there is more than counters
 */
function checkBeside(
  { path }: WeightsFile,
  { network, variables }: ExpectedNetwork,
  { group, prefix }: Candidate,
): void {
  const own = new Set(variables.map(({ name }) => prefix + name));
  const beside = [...group.tensors.keys()].filter((name) => !own.has(name) && !isCounter(name));
  if (beside.length === 0) return;
  const full = fullPrefix({ group, prefix });
  const beginnings = beside.map((name) => fullPrefix({ group, prefix: beginningBeside(name, prefix) })).map(shown);
  const what =
    full === ''
      ? `beside its own names there are some that ${beginWith(beginnings)}`
      : `its names ${beginWith([shown(full), ...beginnings])}`;
  throw new Problem(
    `${path} holds more than a ${network}: ${what}`,
    `Give --entry ${typedPrefix(full)} to take the ${network} alone`,
    exitCode.data,
  );
}
