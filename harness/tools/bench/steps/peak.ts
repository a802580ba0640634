import { execa } from 'execa';
import { z } from 'zod';
import { commandLine } from '../../../base/command-line.ts';
import { exitCode, Problem } from '../../../base/problem.ts';
import { programCommand } from '../../../base/typescript.ts';
import { runnerVariable } from '../../../job/folder.ts';
import { resultSchema } from '../../../job/result.ts';
import type { Precision } from '../../../model/engine/record/recorder.ts';
import { failureOf } from '../../../run/local/failure.ts';
import { environmentOf, type Slot } from '../../../run/local/slots.ts';

const [program, ...args] = programCommand('harness/tools/bench/steps/peak-process.ts');

const peakSchema = z.strictObject({
  /** Billions of floating-point operations a second. */
  gigaflops: z.number().positive(),
  /** The time that the processors have worked for the process. */
  processorMilliseconds: z.number().positive(),
  environment: resultSchema.shape.environment,
});
export type Peak = z.infer<typeof peakSchema>;

/**
 * The most that this machine computes, measured in a process such as a job has.
 * @throws Problem where the process fails
 */
export async function measurePeak(slot: Slot, precision: Precision): Promise<Peak> {
  const child = await execa(program, [...args, precision], {
    env: { ...environmentOf(slot), [runnerVariable]: String(process.pid) },
    reject: false,
  });
  const line = child.stdout.split('\n').find((line) => line.startsWith('{'));
  if (child.exitCode === exitCode.done && line) return peakSchema.parse(JSON.parse(line));
  const reason = failureOf(child, child.stderr).reason;
  throw new Problem(
    `The machine's peak could not be measured: ${reason}`,
    `Run \`${commandLine('doctor')}\``,
    exitCode.machine,
  );
}
