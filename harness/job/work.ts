import type { Configuration } from './job.ts';
import { multiplyAccumulatesOf } from './network.ts';

/**
 * Multiply-accumulates of training on one image: the network's forward pass and its gradients by inputs and by weights,
 * each about as much, and the teacher's forward pass. What a method adds is left out.
 */
export function workAnImage(configuration: Configuration): number {
  const teacher = configuration.kind === 'student' ? configuration.teacher?.network : undefined;
  return 3 * multiplyAccumulatesOf(configuration.network) + (teacher ? multiplyAccumulatesOf(teacher) : 0);
}
