import type { ImportedTeacher } from '../job/imported.ts';
import { type FurtherTraining, identityOf, type Probe } from '../job/job.ts';
import { stretch } from '../job/recipe.ts';
import type { PlannedJob } from './plan.ts';
import type { Selection } from './selection.ts';
import type { Target } from './target.ts';

/** The job that transfers the network of another job to a target, be that job of the plan or an imported teacher. */
export function targetJob(
  source: PlannedJob | ImportedTeacher,
  target: Target,
  { epochs, arithmetic }: Pick<Selection, 'epochs' | 'arithmetic'>,
): PlannedJob {
  const isImported = 'folder' in source;
  const { network } = source.configuration;
  const view = isImported ? undefined : source.configuration.view;
  const common = {
    dataset: target.dataset,
    network,
    source: { job: source.id },
    ...(view && { view }),
    ...(arithmetic && { arithmetic }),
  };
  const configuration: Probe | FurtherTraining =
    target.how === 'linear probe'
      ? { kind: 'probe', ...common, C: target.C }
      : {
          kind: target.how,
          ...common,
          recipe: epochs === undefined ? target.recipe : stretch(target.recipe, epochs),
          // The trial's number: the new layer's values and the order of the data are the same for all distillers.
          seed: isImported ? 0 : seedOf(source),
        };
  const label = isImported ? `${network}-teacher-imported` : source.label;
  return {
    id: identityOf(configuration),
    label: `${label}-on-${target.name}`,
    configuration,
    dependsOn: isImported ? [] : [source.id],
    ...(isImported && { importedTeacher: source }),
  };
}

function seedOf({ configuration }: PlannedJob): number {
  return 'seed' in configuration ? configuration.seed : 0;
}
