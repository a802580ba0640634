import { type ExitCode, exitCode } from '../problem.ts';
import { importedLines } from '../suite/imported-teachers.ts';
import type { Plan } from '../suite/plan.ts';
import type { PlacedJob } from './job-folder.ts';
import { look } from './run.ts';

/** Prints what `run` would do, and does nothing. */
export async function dryRun(plan: Plan, results: string): Promise<ExitCode> {
  const { jobs, done } = await look(plan, results);
  const labels = new Map(jobs.map(({ id, label }) => [id, label]));
  const width = Math.max(...jobs.map(({ label }) => label.length));
  const line = ({ id, label, dependsOn, configuration }: PlacedJob) =>
    [
      done.has(id) ? 'done ' : 'to do',
      label.padEnd(width),
      `${configuration.recipe.epochs} epochs`,
      ...dependsOn.map((teacher) => `after ${labels.get(teacher)}`),
    ].join('  ');
  const epochsOf = (some: readonly PlacedJob[]) =>
    some.reduce((sum, { configuration }) => sum + configuration.recipe.epochs, 0);
  const toDo = jobs.filter(({ id }) => !done.has(id));
  const imported = importedLines(plan.tables.flatMap(({ columns }) => columns));
  console.log(`${plan.suite.title}\n\n${[...imported, ...jobs.map(line)].join('\n')}\n`);
  console.log(
    `${jobs.length} jobs of ${epochsOf(jobs)} epochs in all: ${done.size} done, ${toDo.length} to do (${epochsOf(toDo)} epochs)`,
  );
  return exitCode.done;
}
