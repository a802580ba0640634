import { engineShape, fromTorch } from '../../model/engine/layout.ts';
import { Variable } from '../../model/engine/variable.ts';
import type { CaseVectors } from './vectors.ts';

/**
 * Some tensors of a case as variables, so that a program can tell their gradients. Maps come to the engine's layout; the
 * variables' names are the tensors'.
 */
export function inputVariables(vectors: CaseVectors, tensors: readonly string[]): Variable[] {
  return tensors.map((name) => {
    const { shape, values } = vectors.get(name);
    const layout = shape.length === 4 ? 'images' : 'as is';
    const ours = engineShape(shape, layout);
    return new Variable({ name, shape: ours, layout, initial: fromTorch(values, ours, layout) });
  });
}

/** The tensors of a list, `NAME.0`, `NAME.1` and so on in order; or the one called NAME alone. */
export function tensorsOfList(vectors: CaseVectors, name: string): string[] {
  if (vectors.has(name)) return [name];
  const place = (tensor: string) => Number(tensor.slice(name.length + 1));
  return vectors
    .names(`${name}.`)
    .filter((tensor) => Number.isInteger(place(tensor)))
    .toSorted((a, b) => place(a) - place(b));
}
