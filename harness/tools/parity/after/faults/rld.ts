import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/model/distillers/rld.ts', ['losses/rld'], {
  'the label itself stays': ['tf.greaterEqual(teacher, ofLabel)', 'tf.greaterEqual(teacher, tf.add(ofLabel, 1e-3))'],
  "the teacher's label stands in for its greatest class": ['against(teacher, top!)', 'against(teacher, label!)'],
  'the temperatures are swapped': ['kept(teacher), temperature)', 'kept(teacher), confidenceTemperature)'],
  'classes are removed from the student alone': ['kept(student), kept(teacher)', 'kept(student), teacher'],
});
