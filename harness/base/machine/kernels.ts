import { exitCode, Problem } from '../problem.ts';

/** What computes where Redistill has kernels of its own: these, with such instructions, or TensorFlow's. */
export const kernelChoices = ['avx512', 'avx2', 'tensorflow'] as const;
export type Kernels = (typeof kernelChoices)[number];

/**
 * Which of them the user asked for by REDISTILL_KERNELS, if any.
 * @throws Problem for any other value
 */
export function askedKernels(environment: NodeJS.ProcessEnv): Kernels | undefined {
  const asked = environment.REDISTILL_KERNELS || undefined;
  const known = kernelChoices.find((choice) => choice === asked);
  if (asked === known) return known;
  throw new Problem(`REDISTILL_KERNELS is '${asked}'`, 'Set it to avx512, avx2 or tensorflow, or leave it out');
}

/** @throws Problem where the user asked for others than a process has */
export function checkKernels(found: Kernels, environment: NodeJS.ProcessEnv): void {
  const asked = askedKernels(environment);
  if (asked === undefined || asked === found) return;
  const has = found === 'tensorflow' ? "TensorFlow's alone" : `those of ${found}`;
  const cure = 'Leave it out, or use a CPU with such instructions, and have g++ when Redistill is set up';
  throw new Problem(`REDISTILL_KERNELS asks for ${asked}, and there are ${has}`, cure, exitCode.machine);
}
