import { counted } from '../../base/counted.ts';
import { inColumns } from '../../base/terminal/columns.ts';
import { firstStageEpochs, isTraining } from '../../job/job.ts';
import { pairName, teachersName } from '../../suite/pair-name.ts';
import type { PlannedColumn, PlannedJob, PlannedTable } from '../../suite/plan.ts';
import type { Images } from './images.ts';
import { jobSteps } from './steps.ts';

/** What a line says about jobs. */
export interface Known {
  /** All jobs of the plan, by their identities. */
  jobs: ReadonlyMap<string, PlannedJob>;
  /** The identities of those that are done. */
  done: { has(id: string): boolean };
  images: Images;
  /** By a job's identity: the pair that asks for it first. */
  firstPairs: ReadonlyMap<string, string>;
}

/** What lines say about a plan's jobs. */
export function knownOf(
  tables: readonly PlannedTable[],
  jobs: readonly PlannedJob[],
  { done, images }: Pick<Known, 'done' | 'images'>,
): Known {
  const asked = tables.flatMap(({ columns }) =>
    columns.flatMap(({ pair, target, rows }) =>
      rows.flatMap((row) => row.jobs.map((id) => [id, pairName({ ...pair, target })] as const)),
    ),
  );
  // Of several the last one stays in a map.
  return { jobs: new Map(jobs.map((job) => [job.id, job])), done, images, firstPairs: new Map(asked.toReversed()) };
}

/** A line for each teacher that the plan trains. */
export function teacherLines({ jobs, ...known }: Known): string[] {
  const teachers = [...jobs.values()].filter(({ configuration: { kind } }) => kind === 'teacher');
  return inColumns(
    teachers.map((job) => [job.configuration.network, ...training(job, known), doneOf([job.id], known)]),
  );
}

/** A line for each assistant of these columns, all its trials together: `resnet20/resnet14-KD  10 epochs  70 steps  to do`. */
export function assistantLines(columns: readonly PlannedColumn[], { jobs, ...known }: Known): string[] {
  const assistants = new Map(
    columns.flatMap(({ pair, assistants = [] }) => {
      const planned = assistants.flatMap(({ id }) => jobs.get(id) ?? []);
      return planned.length > 0 ? [[teachersName(pair), planned] as const] : [];
    }),
  );
  return inColumns(
    Array.from(assistants, ([name, planned]) => {
      const ids = planned.map(({ id }) => id);
      return [name, counted(ids.length, 'trial'), ...training(planned[0]!, known), doneOf(ids, known)];
    }),
  );
}

/** A line for each cell of a table that has jobs: its pair and distiller, and how much there is to train. */
export function cellLines({ columns, trials }: PlannedTable, { jobs, firstPairs, ...known }: Known): string[] {
  const rows = columns.flatMap(({ pair, target, rows }) =>
    rows.flatMap(({ distiller, jobs: ids }) => {
      const [first] = ids;
      if (first === undefined) return [];
      const name = pairName({ ...pair, target });
      const firstPair = firstPairs.get(first);
      const shared = firstPair === name ? '' : `the same as for ${firstPair}`;
      const what = [name, distiller.name, trialsText(trials)];
      return [[...what, ...training(jobs.get(first)!, known), doneOf(ids, known), shared]];
    }),
  );
  return inColumns(rows);
}

/** `30 + 240 epochs`, `211,140 steps` */
function training({ configuration }: PlannedJob, { images }: Pick<Known, 'images'>): string[] {
  if (!isTraining(configuration)) return ['linear probe', ''];
  const first = firstStageEpochs(configuration);
  const { epochs } = configuration.recipe;
  const steps = jobSteps(configuration, images);
  return [
    first > 0 ? `${first} + ${counted(epochs, 'epoch')}` : counted(epochs, 'epoch'),
    steps === undefined ? '' : counted(steps, 'step'),
  ];
}

function doneOf(ids: readonly string[], { done }: Pick<Known, 'done'>): string {
  const count = ids.filter((id) => done.has(id)).length;
  if (count === 0) return 'to do';
  return count === ids.length ? 'done' : `${count} of ${ids.length} done`;
}

/** `trials 1-5`, `trial 3`, `trials 2, 4` */
export function trialsText(trials: readonly number[]): string {
  const [first, last] = [trials[0]!, trials.at(-1)!];
  if (trials.length === 1) return `trial ${first}`;
  return `trials ${last - first === trials.length - 1 ? `${first}-${last}` : trials.join(', ')}`;
}
