import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/model/distillers/mgd.ts', ['losses/mgd'], {
  'the other channels are masked': ['tf.greaterEqual(uniforms', 'tf.less(uniforms'],
  'nothing is masked': ['align(student.maps.at(-1)!), kept)', 'align(student.maps.at(-1)!), 1)'],
  'the sum is not divided by the batch': ['generated.shape[0]!', '1'],
  'no ReLU stands between the convolutions': ['second!(relu(first!(map)))', 'second!(first!(map))'],
  "the student's map is a constant": [
    'tf.mul(align(student.maps.at(-1)!), kept)',
    'tf.customGrad((x) => ({ value: x.clone(), gradFunc: (dy) => tf.mul(dy, 0) }))(tf.mul(align(student.maps.at(-1)!), kept))',
  ],
});
