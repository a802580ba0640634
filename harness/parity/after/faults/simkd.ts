import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/distillers/simkd.ts', ['losses/simkd'], {
  'batch norms use their running statistics': ["project(map, 'training')", "project(map, 'evaluation')"],
  'the projector is left out': ['hint(projected(student.maps.at(-1)!)', 'hint(student.maps.at(-1)!'],
});
