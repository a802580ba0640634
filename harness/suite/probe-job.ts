import type { Arithmetic } from '../job/arithmetic.ts';
import type { ImportedTeacher } from '../job/imported.ts';
import { identityOf, type Probe } from '../job/job.ts';
import type { PlannedJob } from './plan.ts';
import type { Target } from './target.ts';

/** The job that fits a linear layer on the frozen network of another job, be it of the plan or an imported teacher. */
export function probeJob(
  source: PlannedJob | ImportedTeacher,
  { name, dataset, C }: Target,
  arithmetic: Arithmetic | undefined,
): PlannedJob {
  const isImported = 'folder' in source;
  const configuration: Probe = {
    kind: 'probe',
    dataset,
    network: source.configuration.network,
    source: { job: source.id },
    C,
    ...(arithmetic && { arithmetic }),
  };
  const label = isImported ? `${source.configuration.network}-teacher-imported` : source.label;
  return {
    id: identityOf(configuration),
    label: `${label}-on-${name}`,
    configuration,
    dependsOn: isImported ? [] : [source.id],
    ...(isImported && { importedTeacher: source }),
  };
}
