import { join } from 'node:path';
import { programCommand } from '../../../base/typescript.ts';
import { runnerVariable } from '../../../job/folder.ts';
import type { TeacherCacheMode } from '../../../results/teacher-cache-mode.ts';
import { environmentOf, type Slot } from '../../../run/local/slots.ts';
import { MeasuredSide } from '../side.ts';
import { type MeasuredStudent, measuredName } from './cells.ts';
import type { ChosenOptions } from './options.ts';
import type { TrainingProcess } from './training-process-schema.ts';

/**
 * Our side of a cell. Before it takes its steps with a warm teacher cache, another process has taken the same ones.
 * @param scratch the folder in which it may have one for its teacher cache
 * @throws Problem where it fails
 */
export async function startOurs(
  cell: MeasuredStudent,
  mode: TeacherCacheMode,
  { images, rounds, steps }: ChosenOptions,
  slot: Slot,
  scratch: string,
): Promise<MeasuredSide> {
  const told: TrainingProcess = {
    configuration: cell,
    images,
    stepsARound: steps + 1,
    ...(mode !== 'off' && { teacherCache: { mode, folder: join(scratch, `${measuredName(cell)}-${mode}`) } }),
  };
  const start = () =>
    MeasuredSide.start({
      name: `Redistill's ${measuredName(cell)}`,
      command: [...programCommand('harness/tools/bench/steps/training-process.ts'), JSON.stringify(told)],
      environment: { ...environmentOf(slot), [runnerVariable]: String(process.pid) },
    });
  if (mode === 'warm') {
    const filling = await start();
    for (let round = 0; round < rounds; round++) await filling.round();
    await filling.end();
  }
  return start();
}
