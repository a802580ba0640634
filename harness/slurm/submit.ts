import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { cannotWrite, writeWhole } from '../files.ts';
import { jobFiles } from '../job/folder.ts';
import { exitCode, Problem } from '../problem.ts';
import { type PlacedJob, prepareFolder } from '../runner/job-folder.ts';
import { trainCommand } from '../runner/job-process.ts';
import { arrayFiles, slurmFolder } from './arrays.ts';
import { complaint, isPassing, slurm } from './command.ts';
import { arrayScript } from './script.ts';
import { type Site, sbatchOptions } from './site.ts';

export interface SubmitOptions {
  suite: { name: string; threads: number };
  suiteFolder: string;
  site: Site;
  /** Trains the job of the folder that follows it; Redistill's own where it is left out. */
  command?: readonly string[] | undefined;
}

/** Jobs that are handed in together. */
export interface Batch {
  /** Such as `teachers`; a part of the array's name. */
  stage: string;
  jobs: readonly PlacedJob[];
  /** Tasks, as `12_3`, that must have ended before these begin, however they ended. */
  after: readonly string[];
}

/**
 * Hands in an array of jobs.
 * @returns its name, and the number that the cluster gave it
 * @throws Problem where its files cannot be written, or the cluster does not take it
 */
export async function submit(
  { stage, jobs, after }: Batch,
  { suite, suiteFolder, site, command = trainCommand }: SubmitOptions,
): Promise<{ name: string; array: string }> {
  const name = `${suite.name}-${stage}-${randomBytes(4).toString('hex')}`;
  const { list, script } = arrayFiles(suiteFolder, name);
  await mkdir(slurmFolder(suiteFolder), { recursive: true }).catch((cause) => {
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
  const said = await slurm('sbatch', [
    ...['--parsable', `--job-name=${name}`, `--array=0-${jobs.length - 1}${throttle}`],
    // Beside the script, so that what the cluster itself has to say of a job is kept.
    ...[`--chdir=${slurmFolder(suiteFolder)}`, '--output=%x-%a.txt', '--open-mode=append'],
    ...['--requeue', `--signal=B:USR1@${site.checkpointSeconds}`],
    ...(after.length > 0 ? [`--dependency=afterany:${after.join(':')}`] : []),
    ...sbatchOptions(site, suite.threads),
    script,
  ]);
  // With several clusters the number is followed by one's name.
  const array = /^\d+/.exec(said.stdout.trim().split('\n').at(-1) ?? '')?.[0];
  if (said.failed || array === undefined) {
    const cure = isPassing(said) ? 'Try again when it does' : 'Correct the site file, or what it stands for';
    const what = isPassing(said) ? 'the cluster does not answer' : 'sbatch does not take the jobs';
    const code = isPassing(said) ? exitCode.machine : exitCode.configuration;
    throw new Problem(`${what}: ${complaint(said) || 'it gave no number'}`, cure, code);
  }
  return { name, array };
}
