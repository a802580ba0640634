import { z } from 'zod';
import { exitCode, Problem } from '../../base/problem.ts';
import { engineShape, fromTorch, torchShape, toTorch } from '../../model/engine/layout.ts';
import type { Values, Variable } from '../../model/engine/variable.ts';
import { formulaWeight, schemeNames } from './formula.ts';
import type { CaseVectors } from './vectors.ts';

const settingsSchema = z.object({ salt: z.string(), scheme: z.enum(schemeNames) });

/**
 * The values that the vectors' formula gives to a network's variables, in the engine's layout.
 * @param prefix of the variables' names that the formula does not see, such as `student.`
 * @param stored where the vectors keep statistics that replace the formula's, such as `bn_init/`
 */
export function formulaState(vectors: CaseVectors, variables: readonly Variable[], prefix = '', stored?: string) {
  if (variables.length === 0) return new Map<string, Values>();
  const { salt, scheme } = vectors.settings(settingsSchema);
  const entries = variables.map(({ name, shape, layout }) => {
    const bare = name.slice(prefix.length);
    const replacement =
      stored !== undefined && vectors.has(stored + bare) ? vectors.get(stored + bare).values : undefined;
    const values = replacement ?? formulaWeight(bare, torchShape(shape, layout), { name: scheme, salt });
    return [name, fromTorch<Values>(values, shape, layout)] as const;
  });
  return new Map<string, Values>(entries);
}

/** A tensor's values in PyTorch's layout: maps [batch, height, width, channels] become [batch, channels, height, width]. */
export function inTorchOrder(values: Values, shape: readonly number[]): Values {
  return shape.length === 4 ? toTorch(values, shape, 'images') : values;
}

/** Images [batch, channels, height, width] to the engine's [batch, height, width, channels]. */
export function imagesFromTorch(values: Float32Array, torchShape: readonly number[]): Float32Array {
  return fromTorch(values, engineShape(torchShape, 'images'), 'images');
}

/** A variable's values in PyTorch's layout. */
export const variableInTorch = (values: Values, { shape, layout }: Variable): Values => toTorch(values, shape, layout);

/**
 * The variable that a case speaks of.
 * @throws Problem where nothing is called so
 */
export function variableNamed(name: string, variables: readonly Variable[], place: string): Variable {
  const found = variables.find((variable) => variable.name === name);
  if (found) return found;
  throw new Problem(
    `${place}: there is no parameter or buffer "${name}"`,
    'Names are as in a state_dict of the reference',
    exitCode.data,
  );
}
