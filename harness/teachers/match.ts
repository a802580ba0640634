import { fromTorch, torchShape } from '../engine/layout.ts';
import type { Values, Variable } from '../engine/variable.ts';
import { exitCode, Problem } from '../problem.ts';
import { shown } from '../shown.ts';
import type { WeightsFile } from './weights-file.ts';

/** Files of before PyTorch 0.4.1 lack it; PyTorch itself then starts it at 0, and evaluation does not read it. */
const counter = 'num_batches_tracked';

/** What the file is to hold. */
export interface Expected {
  network: string;
  /** The data set's name. */
  dataset: string;
  classes: number;
  /** The network's, by PyTorch's names. */
  variables: readonly Variable[];
}

/**
 * A file's values for a network's variables, in the engine's layouts.
 * @throws Problem where the file's tensors are not the network's: by name, shape, or kind of number
 */
export function matchNetwork(file: WeightsFile, expected: Expected): Map<string, Values> {
  checkNames(file, expected);
  checkShapes(file, expected);
  return new Map(expected.variables.map((variable) => [variable.name, valuesFor(variable, file)]));
}

/** A file does not hold the network that it is said to hold. */
function another(what: string, network: string): Problem {
  return new Problem(what, `Is it really a ${network}? --net says which network it is`, exitCode.data);
}

const more = (count: number) => (count > 1 ? ` (and ${count - 1} more)` : '');

function checkNames({ path, tensors }: WeightsFile, { network, variables }: Expected): void {
  const missing = variables.filter(({ name }) => !tensors.has(name) && !name.endsWith(counter));
  if (missing[0]) {
    throw another(`${path} lacks the tensor "${missing[0].name}" of ${network}${more(missing.length)}`, network);
  }
  const known = new Set(variables.map(({ name }) => name));
  const strange = [...tensors.keys()].filter((name) => !known.has(name));
  if (strange.length === 0) return;
  throw another(
    `${path} has the tensor "${shown(strange[0])}"${more(strange.length)}, which ${network} has not`,
    network,
  );
}

function checkShapes({ path, tensors }: WeightsFile, { network, dataset, classes, variables }: Expected): void {
  const wrong = variables
    .map(({ name, shape, layout }) => ({ name, expected: torchShape(shape, layout), found: tensors.get(name)?.shape }))
    .filter(({ expected, found = expected }) => found.join() !== expected.join());
  const [first] = wrong;
  if (!first) return;
  const found = first.found!;
  // Where only the classifier is another one, all that differs is the number of its outputs.
  const otherClasses = wrong.every(
    (one) =>
      one.expected[0] === classes &&
      one.found![0] === found[0] &&
      one.found!.slice(1).join() === one.expected.slice(1).join(),
  );
  if (otherClasses && found.length > 0) {
    throw new Problem(
      `${path} tells ${found[0]} classes apart, and the data set ${dataset} has ${classes}`,
      'Name the data set that it was trained on, with --data',
      exitCode.data,
    );
  }
  throw another(
    `In ${path} the tensor "${first.name}" has the shape [${found}] instead of [${first.expected}]${more(wrong.length)}`,
    network,
  );
}

function valuesFor({ name, shape, layout, dtype }: Variable, { path, tensors }: WeightsFile): Values {
  const tensor = tensors.get(name);
  if (!tensor) return new Int32Array(1);
  const values = tensor.read();
  const refuse = (what: string) =>
    new Problem(`In ${path} the tensor "${name}" holds ${what}`, 'Take a file of trained weights', exitCode.data);
  if (values instanceof Int32Array !== (dtype === 'int32')) {
    throw refuse(dtype === 'int32' ? 'fractions instead of a count' : 'whole numbers instead of weights');
  }
  if (!values.every(Number.isFinite)) throw refuse('a number that is not finite');
  return fromTorch(values, shape, layout);
}
