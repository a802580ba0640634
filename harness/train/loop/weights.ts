import { exitCode, Problem } from '../../base/problem.ts';
import { fromTorch, torchShape, toTorch } from '../../model/engine/layout.ts';
import type { StoredTensor } from '../../model/engine/safetensors.ts';
import type { Values, Variable } from '../../model/engine/variable.ts';

/**
 * Variables as a file holds them: PyTorch's names and layouts.
 * @param prefix is taken off the names that have it
 */
export function toStored(
  variables: readonly Variable[],
  values: ReadonlyMap<string, Values>,
  prefix = '',
): Map<string, StoredTensor> {
  return new Map(
    variables.map(({ name, shape, layout }) => [
      withoutPrefix(name, prefix),
      { shape: torchShape(shape, layout), values: toTorch(values.get(name)!, shape, layout) },
    ]),
  );
}

/**
 * Values for variables from a file's tensors.
 * @param source the file's name, for messages
 * @param prefix stands before the file's names
 * @throws Problem where a tensor is missing or has another shape
 */
export function fromStored(
  variables: readonly Variable[],
  tensors: ReadonlyMap<string, StoredTensor>,
  source: string,
  prefix = '',
): Map<string, Values> {
  const entries = variables.map((variable) => {
    const bare = withoutPrefix(variable.name, prefix);
    const tensor = tensors.get(bare);
    checkShape(variable, bare, tensor, source);
    return [variable.name, fromTorch(tensor!.values, variable.shape, variable.layout)] as const;
  });
  return new Map(entries);
}

/** A method's own variables keep theirs in the file of the network whose prediction uses them. */
const withoutPrefix = (name: string, prefix: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : name);

/**
 * @param tensor of a file, where it has one of that name
 * @throws Problem where there is none, or it has another shape than the variable
 */
export function checkShape(
  { shape, layout }: Variable,
  name: string,
  tensor: Pick<StoredTensor, 'shape'> | undefined,
  source: string,
): void {
  const expected = torchShape(shape, layout);
  if (tensor?.shape.join() === expected.join()) return;
  const found = tensor ? `has the shape [${tensor.shape}] instead of [${expected}]` : 'is missing';
  throw new Problem(`In ${source} the tensor "${name}" ${found}`, 'Take a file of this network', exitCode.data);
}
