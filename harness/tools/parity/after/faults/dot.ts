import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/train/step/dot.ts', ['misc/dot'], {
  'labels have the momentum of teachers': ['momentum - apart', 'momentum + apart'],
  'what labels teach has no weight decay': ['tf.add(labelGradient, decay)', 'labelGradient'],
  'what teachers alone reach decays from the first step on': ['tf.mul(decay, this.#hasBegun.value)', 'decay'],
  'a parameter of one kind has a momentum apart': ['labelGradient && teacherGradient ? this.#delta : 0', 'this.#delta'],
});
