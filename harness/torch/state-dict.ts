import { shown } from '../shown.ts';
import { noCheckpoint } from './problems.ts';
import { Tensor } from './tensor.ts';

/** Where training programs keep the weights among what else they save. */
const places = ['model', 'state_dict', 'model_state_dict', 'net'];
/** What `torch.nn.DataParallel` puts before every name. */
const parallel = 'module.';

/**
 * The weights in what was saved: a `state_dict`, or a dictionary that holds one beside the epoch, the optimiser and others.
 * @throws Problem where there are none
 */
export function stateDictIn(value: unknown, source: string): Map<string, Tensor> {
  if (!(value instanceof Map)) throw noCheckpoint(source, 'what it holds is no dictionary');
  // A copy, for a pickle can hide a Map's methods.
  const saved = new Map<unknown, unknown>(value);
  const found = [...places.map((place) => saved.get(place)), saved].find(holdsTensors);
  if (!found) {
    const keys = [...saved.keys()].slice(0, 10).map(shown).join(', ');
    throw noCheckpoint(
      source,
      `there are no weights in it, neither by themselves nor as ${places.join(', ')}; it has ${keys || 'nothing'}`,
    );
  }
  const tensors = Array.from(found, ([name, tensor]) => {
    if (tensor instanceof Tensor) return [String(name), tensor] as const;
    throw noCheckpoint(source, `among its weights "${shown(name)}" is no tensor`);
  });
  const prefix = tensors.every(([name]) => name.startsWith(parallel)) ? parallel : '';
  return new Map(tensors.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

function holdsTensors(value: unknown): value is Map<unknown, unknown> {
  return value instanceof Map && [...new Map(value).values()].some((one) => one instanceof Tensor);
}
