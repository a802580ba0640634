import { execa } from 'execa';
import { z } from 'zod';
import { commandLine } from '../../base/command-line.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { programCommand } from '../../base/typescript.ts';
import { runnerVariable } from '../../job/folder.ts';
import { multiplyAccumulatesOf, type NetworkName, networkSchema } from '../../job/network.ts';
import type { MachineSpeed } from '../../results/speed.ts';
import { failureOf } from '../../run/local/failure.ts';
import { environmentOf, findSlots, type Slot } from '../../run/local/slots.ts';

const [program, ...args] = programCommand('harness/tools/bench/step-times.ts');
/** Threads of a job on a CPU, as suites have them. */
const threads = 1;

const stepTimeSchema = z.strictObject({
  network: networkSchema,
  images: z.int(),
  seconds: z.number(),
  device: z.string(),
});
type StepTime = z.infer<typeof stepTimeSchema>;

/**
 * Measures training steps of these networks, in as many processes at once as a suite would have jobs.
 * @throws Problem where a process fails
 */
export async function measureSpeed(networks: readonly NetworkName[]): Promise<MachineSpeed> {
  const slots = await findSlots(threads);
  const times = await Promise.all(slots.map((slot) => stepTimes(networks, slot)));
  const rates = networks.map((network, index) => {
    const rate = mean(times.map((ofSlot) => ofSlot[index]!.images / ofSlot[index]!.seconds));
    // Forward, and backward by inputs and by weights.
    return [network, Math.round(3 * multiplyAccumulatesOf(network) * rate)] as const;
  });
  return {
    date: new Date().toISOString().slice(0, 10),
    device: times[0]![0]!.device,
    jobs: slots.length,
    threads: slots[0]!.threads,
    rates: Object.fromEntries(rates),
  };
}

async function stepTimes(networks: readonly NetworkName[], slot: Slot): Promise<StepTime[]> {
  const child = await execa(program, [...args, ...networks], {
    env: { ...environmentOf(slot), [runnerVariable]: String(process.pid) },
    reject: false,
  });
  if (child.exitCode !== exitCode.done) {
    const reason = failureOf(child, child.stderr).reason;
    throw new Problem(
      `Training steps could not be measured: ${reason}`,
      `Run \`${commandLine('doctor')}\``,
      exitCode.machine,
    );
  }
  const lines = child.stdout.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => stepTimeSchema.parse(JSON.parse(line)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
