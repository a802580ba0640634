import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { commandLine, shellWord } from '../../base/command-line.ts';
import { near } from '../../base/near.ts';
import { type ExitCode, exitCode, Problem } from '../../base/problem.ts';
import { say } from '../../base/terminal/say.ts';
import { guess } from '../../base/validate/nearest.ts';
import { jobFiles } from '../../job/folder.ts';
import { epochsIn } from '../local/epochs.ts';
import { findSelections } from './find-suite.ts';
import { metricsTable } from './metrics-table.ts';

/** How many of the last lines of each file are printed. */
const lines = 40;

/**
 * Prints the end of a job's log and of its metrics.
 * @param typed a job's label, or the beginning of one
 * @throws Problem where no job begins so, or several do
 */
export async function showLogs(name: string, typed: string, results: string): Promise<ExitCode> {
  const selections = await findSelections(name, results);
  const { plan, jobs } = selections[0]!;
  // Another selection's job may have the same label: one that has run comes first.
  const candidates = selections
    .map((one) => one.jobs.filter(({ label, id }) => label.startsWith(typed) || id.startsWith(typed)))
    .filter((found) => found.length > 0);
  const begun = candidates.find((found) => found.some(({ folder }) => existsSync(folder))) ?? candidates[0] ?? [];
  // `...-trial1` is the beginning of `...-trial10` too.
  const whole = begun.find(({ label }) => label === typed);
  const [job, another] = whole ? [whole] : begun;
  if (!job) {
    const labels = jobs.map(({ label }) => label);
    const cure = `${guess(typed, labels)}See \`${commandLine(`suite ${shellWord(name)} --dry-run --jobs`)}\` for all of them`;
    throw new Problem(`the suite ${plan.suite.name} has no job '${typed}'`, cure);
  }
  if (another) {
    const shown = begun.slice(0, 5).map(({ label }) => label);
    throw new Problem(`${begun.length} jobs begin with '${typed}'`, `Give one, such as ${shown.join(', ')}`);
  }
  const { log, metrics } = jobFiles(job.folder);
  const text = (await readFile(log, 'utf8').catch(() => '')).trimEnd();
  const epochs = await epochsIn(job);
  if (text !== '') print(log, text.split('\n').slice(-lines));
  if (epochs.length > 0) print(metrics, metricsTable(epochs.slice(-lines)));
  if (text === '' && epochs.length === 0) say(`${job.label} has written neither a log nor metrics so far`);
  return exitCode.done;
}

function print(file: string, lines: readonly string[]): void {
  console.log(`${near(file)}:\n${lines.join('\n')}\n`);
}
