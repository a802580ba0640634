import { counted } from '../../base/counted.ts';
import { type ExitCode, exitCode } from '../../base/problem.ts';
import { inColumns } from '../../base/terminal/columns.ts';
import { expand } from '../../suite/expand.ts';
import { loadSuite, suiteNames } from '../../suite/load.ts';
import { imagesOf } from './images.ts';
import { totalSteps } from './steps.ts';

interface ListedSuite {
  name: string;
  title: string;
  dataset: string;
  jobs: number;
  /** Of all jobs; undefined where the number of images is not known. */
  steps: number | undefined;
}

/**
 * Prints a line for each suite that Redistill comes with: its name, what is to be trained, its data set and its title.
 * @param json print one line of JSON for all of them
 */
export async function listSuites(json: boolean): Promise<ExitCode> {
  const suites: ListedSuite[] = [];
  // One after another, so that one that ends the process is known by its name.
  for (const name of suiteNames()) suites.push(await listedSuite(name));
  console.log(json ? JSON.stringify(suites) : inColumns(suites.map(columnsOf)).join('\n'));
  return exitCode.done;
}

async function listedSuite(name: string): Promise<ListedSuite> {
  const suite = await loadSuite(name);
  const { jobs } = expand(suite);
  const steps = totalSteps(jobs, await imagesOf(jobs));
  return { name, title: suite.title, dataset: suite.dataset.name, jobs: jobs.length, steps };
}

const columnsOf = ({ name, title, dataset, jobs, steps }: ListedSuite) => [
  name,
  counted(jobs, 'job'),
  steps === undefined ? '' : counted(steps, 'step'),
  dataset,
  title,
];
