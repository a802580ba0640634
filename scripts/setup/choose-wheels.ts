import { foldersOfCuda } from './cuda-of-machine.ts';
import { type Build, chooseBuild } from './device.ts';
import { type Wheel, wheels } from './wheels.ts';

/** What is to be installed. */
export interface Choice {
  wheels: readonly Wheel[];
  /** Folders whose CUDA libraries stand in for NVIDIA's wheels; undefined where none do. */
  cuda: string[] | undefined;
}

/**
 * The wheels for this machine: those of its build, without NVIDIA's where REDISTILL_CUDA names folders.
 * @throws Problem where REDISTILL_TENSORFLOW has a wrong value
 */
export function chooseWheels(
  environment: NodeJS.ProcessEnv,
  pins: Readonly<Record<Build, readonly Wheel[]>> = wheels,
): Choice {
  const build = chooseBuild(environment);
  const cuda = build === 'cuda' ? foldersOfCuda(environment) : undefined;
  return { wheels: cuda ? pins.cuda.slice(0, 1) : pins[build], cuda };
}
