import type { Pass } from '../../engine/layers/batch-norm.ts';
import type { MapShape } from '../../engine/network.ts';
import type { Parameters } from '../../engine/parameters.ts';
import type { Tensor } from '../../engine/tensorflow.ts';
import { convolutionalRegressor } from './convolutional-regressor.ts';

/**
 * From a student's maps to the shapes of a teacher's, map by map: the map itself where the shapes are equal, else by a
 * regressor without ReLU (Connector in models/util.py).
 */
export function connectors(
  parameters: Parameters,
  students: readonly MapShape[],
  teachers: readonly MapShape[],
): (maps: readonly Tensor[], pass?: Pass) => Tensor[] {
  const each = students.map((from, layer) => {
    const to = teachers[layer]!;
    if (sameShape(from, to)) return (x: Tensor) => x;
    return convolutionalRegressor(parameters.at('connectors').at(layer), from, to, { relu: false });
  });
  return (maps, pass = 'training') => maps.map((map, layer) => each[layer]!(map, pass));
}

const sameShape = (a: MapShape, b: MapShape) => a.channels === b.channels && a.size === b.size;
