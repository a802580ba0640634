import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/model/distillers/simkd.ts', ['losses/simkd'], {
  'batch norms use their running statistics': [
    "project(student.maps.at(-1)!, 'training')",
    "project(student.maps.at(-1)!, 'evaluation')",
  ],
  'the projector is left out': ["hint(project(student.maps.at(-1)!, 'training')", 'hint(student.maps.at(-1)!'],
});
