import { readFile } from 'node:fs/promises';
import { jobFiles } from '../job/folder.ts';
import { near } from '../near.ts';
import { type ExitCode, exitCode, Problem } from '../problem.ts';
import { say } from '../say.ts';
import { guess } from '../validate/nearest.ts';
import { findSuite } from './find-suite.ts';

/** How many of the last lines of each file are printed. */
const lines = 40;

/**
 * Prints the end of a job's log and of its metrics.
 * @param typed a job's label, or the beginning of one
 * @throws Problem where no job begins so, or several do
 */
export async function showLogs(name: string, typed: string, results: string): Promise<ExitCode> {
  const { jobs, plan } = await findSuite(name, results);
  const begun = jobs.filter(({ label, id }) => label.startsWith(typed) || id.startsWith(typed));
  // `...-trial1` is the beginning of `...-trial10` too.
  const whole = begun.find(({ label }) => label === typed);
  const [job, another] = whole ? [whole] : begun;
  if (!job) {
    const labels = jobs.map(({ label }) => label);
    const cure = `${guess(typed, labels)}See \`npm run suite ${name} -- --dry-run --jobs\` for all of them`;
    throw new Problem(`the suite ${plan.suite.name} has no job '${typed}'`, cure);
  }
  if (another) {
    const shown = begun.slice(0, 5).map(({ label }) => label);
    throw new Problem(`${begun.length} jobs begin with '${typed}'`, `Give one, such as ${shown.join(', ')}`);
  }
  const files = jobFiles(job.folder);
  let isSilent = true;
  for (const file of [files.log, files.metrics]) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (!text) continue;
    isSilent = false;
    console.log(`${near(file)}:\n${text.trimEnd().split('\n').slice(-lines).join('\n')}\n`);
  }
  if (isSilent) say(`${job.label} has written neither a log nor metrics so far`);
  return exitCode.done;
}
