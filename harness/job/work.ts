import { type Configuration, isTraining, teachersOf } from './job.ts';
import { multiplyAccumulatesOf } from './network.ts';

/**
 * Multiply-accumulates of training on one image: the network's forward pass and its gradients by inputs and by weights,
 * each about as much, the same of a network that is trained together with it, and each teacher's forward pass. What a method
 * adds is left out. A probe is a forward pass alone.
 */
export function workAnImage(configuration: Configuration): number {
  if (!isTraining(configuration)) return multiplyAccumulatesOf(configuration.network);
  const { teacher = undefined, peer = undefined } = configuration.kind === 'student' ? configuration : {};
  const taught = teacher ? teachersOf(configuration).length * multiplyAccumulatesOf(teacher.network) : 0;
  return 3 * multiplyAccumulatesOf(configuration.network) + taught + (peer ? 3 * multiplyAccumulatesOf(peer) : 0);
}
