import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { cannotWrite, writeWhole } from '../../base/files/files.ts';
import { makeFolder } from '../../base/files/make-folder.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { jobFiles } from '../../job/folder.ts';
import { type PlacedJob, prepareFolder } from '../../results/job-folder.ts';
import { trainCommand } from '../local/job-process.ts';
import { arrayNumberIn } from './array-number.ts';
import { arrayFiles, slurmFolder } from './arrays.ts';
import { complaint, isPassing, type Said, slurm } from './command.ts';
import { queuedTasks } from './queue.ts';
import { arrayScript } from './script.ts';
import { type Site, sbatchOptions } from './site.ts';

export interface SubmitOptions {
  suite: { name: string; threads: number };
  suiteFolder: string;
  site: Site;
  /** Trains the job of the folder that follows it; Redistill's own where it is left out. */
  command?: readonly string[] | undefined;
  /** What the jobs have in their environment beside that of this process. */
  environment?: Readonly<Record<string, string>> | undefined;
}

/** Jobs that are handed in together. */
export interface JobArray {
  /** Such as `teachers`; a part of the array's name. */
  stage: string;
  jobs: readonly PlacedJob[];
  /** Tasks, as `12_3`, that must have ended before these begin, however they ended. */
  after: readonly string[];
}

/**
 * Submits an array of jobs.
 * @returns its name, and the number that the cluster gave it
 * @throws Problem where its files cannot be written, or the cluster does not take it
 */
export async function submit(
  { stage, jobs, after }: JobArray,
  { suite, suiteFolder, site, command = trainCommand, environment }: SubmitOptions,
): Promise<{ name: string; array: string }> {
  const name = `${suite.name}-${stage}-${randomBytes(4).toString('hex')}`;
  const { list, script } = arrayFiles(suiteFolder, name);
  await makeFolder(slurmFolder(suiteFolder)).catch((cause) => {
    throw cannotWrite(slurmFolder(suiteFolder), cause);
  });
  for (const job of jobs) {
    await prepareFolder(job);
    // An earlier try's would pass for this one's.
    await rm(jobFiles(job.folder).exitCode, { force: true });
  }
  await writeWhole(list, jobs.map(({ folder }) => `${folder}\n`).join(''));
  await writeWhole(script, arrayScript({ list, site, command }));
  const throttle = site.atOnce === undefined ? '' : `%${site.atOnce}`;
  const said = await slurm(
    'sbatch',
    [
      ...['--parsable', `--job-name=${name}`, `--array=0-${jobs.length - 1}${throttle}`],
      // Beside the script, so that what the cluster itself says about a job is kept.
      ...[`--chdir=${slurmFolder(suiteFolder)}`, '--output=%x-%a.txt', '--open-mode=append'],
      ...['--requeue', `--signal=B:USR1@${site.checkpointSeconds}`],
      ...(after.length > 0 ? [`--dependency=afterany:${after.join(':')}`] : []),
      ...sbatchOptions(site, suite.threads),
      script,
    ],
    environment,
  );
  if (said.failed) throw refused(said);
  const array = arrayNumberIn(said.stdout) ?? arrayNumberIn(said.stderr) ?? (await numberInQueue(name));
  if (array === undefined) throw unknownNumber(said, name);
  return { name, array };
}

function refused(said: Said): Problem {
  const isSilent = isPassing(said);
  const what = isSilent ? 'the cluster does not answer' : 'sbatch does not take the jobs';
  const cure = isSilent ? 'Try again when it does' : 'Correct the site file, or what it stands for';
  const code = isSilent ? exitCode.machine : exitCode.configuration;
  return new Problem(`${what}: ${complaint(said) || 'it does not say why'}`, cure, code);
}

const looks = 3;

/** The queue knows an array by its name, which is ours alone; it may be a moment before it shows it. */
async function numberInQueue(name: string): Promise<string | undefined> {
  for (let look = 0; look < looks; look++) {
    if (look > 0) await setTimeout(1000);
    const [task] = (await queuedTasks([name])) ?? [];
    if (task) return task.array;
  }
  return undefined;
}

function unknownNumber({ stdout, stderr }: Said, name: string): Problem {
  const printed = `${stdout} ${stderr}`.replace(/\s+/g, ' ').trim();
  return new Problem(
    `sbatch ended well and gave no number of the array ${name} (it printed ${printed ? `'${printed}'` : 'nothing'}), and squeue does not show it yet`,
    'The jobs may be queued: the same command takes them over as soon as `squeue` shows them',
    exitCode.machine,
  );
}
