import { exitCode, Problem } from '../../base/problem.ts';
import { shown } from '../../base/shown.ts';
import { torchShape } from '../../model/engine/layout.ts';
import type { VariableShape } from '../../model/engine/outline.ts';
import type { StoredTensor } from '../../model/engine/safetensors.ts';
import { sizeOf } from '../../model/engine/shape.ts';
import type { Values } from '../../model/engine/variable.ts';
import { type Candidate, fullPrefix, isWeight, tensorBehindPrefix } from './candidates.ts';
import { chooseWeights } from './choose.ts';
import type { ExpectedNetwork } from './expected.ts';
import type { WeightsFile } from './weights-file.ts';

/** A network out of a file. */
export interface Matched {
  /** By the network's names, in PyTorch's layouts. */
  weights: Map<string, StoredTensor>;
  /** What stood before the names that were taken, and before those that could have been taken as well. */
  prefix: string;
  otherPrefixes: string[];
}

/**
 * A file's weights for a network.
 * @throws Problem where the file's tensors are not the network's: by name, shape, or kind of number
 */
export function matchNetwork(file: WeightsFile, expected: ExpectedNetwork): Matched {
  const { taken, others } = chooseWeights(file, expected);
  const weights = expected.variables.map((variable) => {
    const values = isWeight(variable) ? weightFor(variable, taken, file.path) : countFor(variable, taken);
    return [variable.name, { shape: torchShape(variable.shape, variable.layout), values }] as const;
  });
  return { weights: new Map(weights), prefix: fullPrefix(taken), otherPrefixes: others.map(fullPrefix) };
}

function weightFor({ name }: VariableShape, taken: Candidate, path: string): Values {
  const values = tensorBehindPrefix(taken, name)!.read();
  const refuse = (what: string) =>
    new Problem(
      `In ${path} the tensor "${shown(taken.prefix)}${name}" holds ${what}`,
      'Take a file of trained weights',
      exitCode.data,
    );
  if (values instanceof Int32Array) throw refuse('whole numbers instead of weights');
  if (!values.every(Number.isFinite)) throw refuse('a number that is not finite');
  return values;
}

/** Of any type of number: no network computes with it. What is missing, or is no count, begins at 0, as in PyTorch. */
function countFor({ name }: VariableShape, taken: Candidate): Values {
  const tensor = tensorBehindPrefix(taken, name);
  const [count = 0] = tensor && sizeOf(tensor.shape) === 1 ? tensor.read() : [];
  const isCount = Number.isInteger(count) && count >= 0 && count < 2 ** 31;
  return Int32Array.of(isCount ? count : 0);
}
