import { shellWord } from '../../base/command-line.ts';
import { commandOnResults } from '../../base/command-on-results.ts';
import { near } from '../../base/near.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import type { FileFault } from '../job-folder.ts';

/** Where the files are that are at fault. */
export interface FaultPlace {
  /** The suite, as the command line has it. */
  name: string;
  results: string;
  /** The path of the archive that they came out of, where they did. */
  archive?: string | undefined;
}

/** @throws Problem that names all of them, where there are any */
export function refuseFaults(faults: readonly FileFault[], { name, results, archive }: FaultPlace): void {
  if (faults.length === 0) return;
  const shown = (file: string) =>
    archive === undefined ? near(file) : `${archive}: ${file.replace(`${results}/`, 'results/')}`;
  const lines = [...new Set(faults.map(({ file, why }) => `${shown(file)} ${why}`))];
  const run = `\`${commandOnResults(`suite ${shellWord(name)}`, results)}\``;
  const cure =
    archive === undefined
      ? `Put back what was there, or remove the folders of these jobs and run ${run} again`
      : 'Make the archive again from the results';
  if (lines.length === 1) throw new Problem(lines[0]!, cure, exitCode.data);
  const what = `${lines.length} files of the results are damaged or contradict others`;
  throw new Problem(what, cure, exitCode.data, { details: lines });
}
