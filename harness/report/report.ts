import { join, relative } from 'node:path';
import { writeWhole } from '../files.ts';
import type { Result } from '../job/result.ts';
import type { Plan } from '../suite/plan.ts';
import { cellsOf } from './cells.ts';
import { csvOf } from './csv.ts';
import { markdownOf } from './markdown.ts';
import { tableOf } from './table.ts';

/** A suite's table, in each of its formats. */
export interface Report {
  markdown: string;
  csv: string;
}

/** The table of a plan, from the results that are there. */
export function reportOf(plan: Plan, results: ReadonlyMap<string, Result>): Report {
  const cells = cellsOf(plan, results);
  const students = plan.jobs.filter(({ configuration: { kind } }) => kind === 'student');
  const epochs = new Set(students.map(({ configuration: { recipe } }) => recipe.epochs));
  return {
    markdown: markdownOf(tableOf(cells, plan.trials, [...epochs]), plan.suite.title),
    csv: csvOf(cells, plan.suite.name),
  };
}

/**
 * Writes the table's files, each of them whole or not at all.
 * @returns their paths, from where the user is
 * @throws Problem where they cannot be written
 */
export async function writeReport({ markdown, csv }: Report, folder: string): Promise<string[]> {
  const files = [
    { path: join(folder, 'table.md'), text: markdown },
    { path: join(folder, 'table.csv'), text: csv },
  ];
  for (const { path, text } of files) await writeWhole(path, text);
  return files.map(({ path }) => {
    const near = relative(process.cwd(), path);
    return near.startsWith('..') ? path : near;
  });
}
