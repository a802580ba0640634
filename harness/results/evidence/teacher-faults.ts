import { isImported, type Plan } from '../../suite/plan.ts';
import type { FileFault } from '../job-folder.ts';
import { logitsFaults } from './examine.ts';

/** What the kept logits of a plan's imported teachers have against their results. */
export async function teacherFaults({ tables }: Plan): Promise<FileFault[]> {
  const teachers = tables.flatMap(({ columns }) =>
    columns.flatMap(({ teacher }) => (isImported(teacher) ? teacher : [])),
  );
  const faults: FileFault[] = [];
  for (const { folder, accuracy, top5Accuracy } of new Map(teachers.map((one) => [one.id, one])).values()) {
    // One that was not tested yet has neither, and the first versions kept no logits.
    if (accuracy !== undefined) faults.push(...(await logitsFaults(folder, { accuracy, top5Accuracy }, false)));
  }
  return faults;
}
