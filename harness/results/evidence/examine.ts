import { Problem } from '../../base/problem.ts';
import { accuraciesOf } from '../../job/accuracy.ts';
import { bestOf } from '../../job/best-epoch.ts';
import { jobFiles } from '../../job/folder.ts';
import { epochsOf, firstStageEpochs, identityOf, isTraining } from '../../job/job.ts';
import { type Metrics, readMetrics } from '../../job/read-metrics.ts';
import { type Epoch, isMain, type MainEpoch, type NetworkEpoch, type Result } from '../../job/result.ts';
import { readTestLogits } from '../../job/test-logits.ts';
import type { FileFault, PlacedJob } from '../job-folder.ts';
import type { Looked } from '../look.ts';

/** What the files of jobs hold beside their results. */
export interface Examined {
  /** All their epochs so far, those of first stages included, by the jobs' identities. */
  epochs: ReadonlyMap<string, Epoch[]>;
  /** The epochs of their main stages so far, by the jobs' identities. */
  metrics: ReadonlyMap<string, MainEpoch[]>;
  /** What is damaged, or contradicts another file. */
  faults: FileFault[];
}

/** How many jobs' files are read at a time: their logits may be megabytes. */
const atOnce = 16;
/** Points of accuracy by which two evaluations of the same network may differ: on a GPU sums are added up in any order. */
const toleranceOnGpu = 0.1;

/** Reads the metrics of all jobs, and compares the results of those that are done with metrics and kept logits. */
export async function examine({ jobs, done }: Pick<Looked, 'jobs' | 'done'>): Promise<Examined> {
  const epochs = new Map<string, Epoch[]>();
  const metrics = new Map<string, MainEpoch[]>();
  const faults: FileFault[] = [];
  for (let first = 0; first < jobs.length; first += atOnce) {
    const some = jobs.slice(first, first + atOnce);
    const examined = await Promise.all(some.map((job) => examineJob(job, done.get(job.id))));
    examined.forEach(({ all, faults: own }, index) => {
      const { id } = some[index]!;
      epochs.set(id, all);
      metrics.set(id, all.filter(isMain));
      faults.push(...own);
    });
  }
  return { epochs, metrics, faults };
}

async function examineJob(job: PlacedJob, result: Result | undefined): Promise<{ all: Epoch[]; faults: FileFault[] }> {
  const { metrics: file } = jobFiles(job.folder);
  const { value: metrics = { epochs: [], damaged: [] }, faults } = await attempt(file, () => readMetrics(job.folder));
  const all = metrics.epochs;
  const epochs = all.filter(isMain);
  const fault = (why: string) => ({ file, why });
  faults.push(...metrics.damaged.map((line) => fault(`is damaged: its line ${line} is not an epoch's metrics`)));
  if (!result || faults.length > 0) return { all, faults };
  return {
    all,
    faults: [
      ...identityFaults(job, result),
      ...metricsFaults(job, result, metrics, epochs),
      ...(await logitsFaults(job.folder, result, isLogitsExpected(job, result, epochs))),
    ],
  };
}

/** Does a result name the configuration of which its identity is made? */
function identityFaults({ id, folder }: PlacedJob, { job }: Result): FileFault[] {
  if (job.configuration.kind === 'imported' || identityOf(job.configuration) === id) return [];
  return [{ file: jobFiles(folder).result, why: 'has another configuration than its job' }];
}

function metricsFaults(job: PlacedJob, result: Result, { epochs: all }: Metrics, epochs: MainEpoch[]): FileFault[] {
  const { configuration, folder } = job;
  const files = jobFiles(folder);
  const planned = isTraining(configuration) ? epochsOf(configuration) : 0;
  const first = planned > 0 ? firstStageEpochs(configuration) : 0;
  const isInOrder = all.every(({ epoch }, index) => epoch === (index < first ? index + 1 : index - first + 1));
  if (all.length !== planned || !isInOrder) {
    const why =
      all.length === planned
        ? 'has the epochs of its job in another order'
        : `has ${all.length} epochs, and its job has ${planned}`;
    return [{ file: files.metrics, why }];
  }
  const tolerance = result.environment.device === 'GPU' ? toleranceOnGpu : 0;
  const last = epochs.at(-1);
  const peer = epochs.map((epoch) => epoch.peer && { ...epoch.peer, epoch: epoch.epoch });
  return [
    ...(last ? contradictions(result, last, tolerance) : []),
    ...bestContradictions(result.best, bestOf(epochs)),
    ...(result.peer && peer.at(-1)
      ? [
          ...contradictions(result.peer, peer.at(-1)!, tolerance),
          ...bestContradictions(result.peer.best, bestOf(peer.flatMap((one) => one ?? []))),
        ].map((why) => `${why} (of the peer)`)
      : []),
  ].map((why) => ({ file: files.result, why }));
}

type Reached = Pick<Result, 'accuracy' | 'top5Accuracy' | 'meanIoU'>;

function contradictions(reached: Reached, last: MainEpoch | NetworkEpoch, tolerance: number): string[] {
  return [
    contradiction('accuracy', reached.accuracy, last.testAccuracy, tolerance),
    contradiction('top5Accuracy', reached.top5Accuracy, last.testTop5Accuracy, tolerance),
    contradiction('meanIoU', reached.meanIoU, last.testMeanIoU, tolerance),
  ].flat();
}

function contradiction(name: string, ours: number | undefined, theirs: number | undefined, tolerance: number) {
  if (ours === undefined || theirs === undefined || Math.abs(ours - theirs) <= tolerance) return [];
  return [`says ${name} ${ours}, and metrics.jsonl ends with ${theirs}`];
}

function bestContradictions(ours: Result['best'], theirs: Result['best']): string[] {
  if (!ours || !theirs || (ours.accuracy === theirs.accuracy && ours.epoch === theirs.epoch)) return [];
  const text = ({ accuracy, epoch }: NonNullable<Result['best']>) => `${accuracy} after epoch ${epoch}`;
  return [`says that the best was ${text(ours)}, and by metrics.jsonl it was ${text(theirs)}`];
}

/** Pixels have none. The first versions kept none, and noted no norms of the weights either. */
function isLogitsExpected({ configuration }: PlacedJob, result: Result, epochs: readonly MainEpoch[]): boolean {
  if (result.meanIoU !== undefined) return false;
  return !isTraining(configuration) || epochsOf(configuration) === 0 || epochs.at(-1)?.weightNorm !== undefined;
}

/** What the kept logits of a job or of an imported teacher have against its result. */
export async function logitsFaults(
  folder: string,
  result: Pick<Result, 'accuracy' | 'top5Accuracy'>,
  isExpected: boolean,
): Promise<FileFault[]> {
  const files = jobFiles(folder);
  const { value: logits, faults } = await attempt(files.logits, () => readTestLogits(folder));
  if (faults.length > 0) return faults;
  if (!logits) return isExpected ? [{ file: files.logits, why: 'is missing' }] : [];
  const { values, labels } = logits;
  if (!labels) return [];
  const [accuracy, top5Accuracy] = accuraciesOf(values, labels, [1, 5]);
  return [
    { name: 'accuracy', ours: result.accuracy, theirs: accuracy! },
    { name: 'top5Accuracy', ours: result.top5Accuracy, theirs: top5Accuracy! },
  ].flatMap(({ name, ours, theirs }) => {
    if (ours === undefined || ours === theirs) return [];
    return [
      { file: files.result, why: `says ${name} ${ours}, and by the logits in test-logits.safetensors it is ${theirs}` },
    ];
  });
}

/** What reading a file gives, or the fault that it has. */
async function attempt<Value>(
  file: string,
  read: () => Promise<Value>,
): Promise<{ value?: Value; faults: FileFault[] }> {
  try {
    return { value: await read(), faults: [] };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { faults: [{ file, why: error.message.replace(`${file} `, '') }] };
  }
}
