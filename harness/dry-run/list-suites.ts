import { inColumns } from '../columns.ts';
import { type ExitCode, exitCode } from '../problem.ts';
import { expand } from '../suite/expand.ts';
import { loadSuite, suiteNames } from '../suite/load.ts';
import { imagesOf } from './images.ts';
import { counted, totalSteps } from './steps.ts';

/** Prints a line for each suite that Redistill comes with: its name, what is to be trained, its data set and its title. */
export async function listSuites(): Promise<ExitCode> {
  const lines = await Promise.all(suiteNames().map(lineOf));
  console.log(inColumns(lines).join('\n'));
  return exitCode.done;
}

async function lineOf(name: string): Promise<string[]> {
  const suite = await loadSuite(name);
  const { jobs } = expand(suite);
  const steps = totalSteps(jobs, await imagesOf(jobs));
  return [
    name,
    counted(jobs.length, 'job'),
    steps === undefined ? '' : counted(steps, 'step'),
    suite.dataset.name,
    suite.title,
  ];
}
