import type { StepName } from './proof.ts';
import type { Step } from './step.ts';
import { mixedPrecision, tf32, xla } from './steps/arithmetic.ts';
import { digits } from './steps/digits.ts';
import { doctor } from './steps/doctor.ts';
import { hiddenGpu } from './steps/hidden-gpu.ts';
import { lostGpu } from './steps/lost-gpu.ts';
import { memoryGrowth } from './steps/memory-growth.ts';
import { parity } from './steps/parity.ts';
import { resume } from './steps/resume.ts';
import { besideCompiled, besideEager, speed } from './steps/speed.ts';
import { twoJobs } from './steps/two-jobs.ts';

export const steps: Readonly<Record<StepName, Step>> = {
  doctor,
  parity,
  digits,
  resume,
  'two-jobs': twoJobs,
  'memory-growth': memoryGrowth,
  'hidden-gpu': hiddenGpu,
  'lost-gpu': lostGpu,
  speed,
  'beside-eager': besideEager,
  'beside-compiled': besideCompiled,
  xla,
  tf32,
  'mixed-precision': mixedPrecision,
};
