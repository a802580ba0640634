import { programCommand } from '../../../base/typescript.ts';
import { runnerVariable } from '../../../job/folder.ts';
import { environmentOf, type Slot } from '../../../run/local/slots.ts';
import { MeasuredSide } from '../side.ts';

/**
 * Starts CRD with banks for that many images in a process of its own, which goes through all that a job does with banks before
 * it takes its rounds.
 * @param steps of a round that count
 * @throws Problem where it fails
 */
export function startBanks(images: number, steps: number, slot: Slot): Promise<MeasuredSide> {
  return MeasuredSide.start({
    name: `CRD with banks for ${images} images`,
    command: [...programCommand('harness/tools/bench/banks/process.ts'), String(images), String(steps + 1)],
    environment: { ...environmentOf(slot), [runnerVariable]: String(process.pid) },
  });
}
