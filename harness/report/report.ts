import { join } from 'node:path';
import { writeWhole } from '../files.ts';
import type { Result } from '../job/result.ts';
import { near } from '../near.ts';
import { importedLines } from '../suite/imported-teachers.ts';
import { notServed } from '../suite/not-served.ts';
import type { Plan } from '../suite/plan.ts';
import { cellsOf } from './cells.ts';
import { csvOf } from './csv.ts';
import { markdownOf } from './markdown.ts';
import { tableOf } from './table.ts';

/** A suite's tables, in each of their formats. */
export interface Report {
  markdown: string;
  csv: string;
}

/** The tables of a plan, from the results that are there. */
export function reportOf(plan: Plan, results: ReadonlyMap<string, Result>): Report {
  const epochs = new Map(plan.jobs.map(({ id, configuration }) => [id, configuration.recipe.epochs]));
  const tables = plan.tables.map((planned) => ({ planned, columns: cellsOf(plan, planned, { results }) }));
  const markdown = tables.map(({ planned: { title, trials, columns: cells }, columns }) => {
    const jobs = cells.flatMap(({ rows }) => rows.flatMap((row) => row.jobs));
    const table = tableOf(columns, trials, new Set(jobs.map((id) => epochs.get(id)!)));
    const imported = importedLines(cells).map((line) => `${line.replace(/^t/, 'T')}.`);
    return markdownOf(table, title, [...imported, ...notServed(cells).map((line) => `n/a: ${line}.`)]);
  });
  return {
    markdown: markdown.join('\n'),
    csv: csvOf(
      tables.map(({ planned: { name }, columns }) => ({ name, columns })),
      plan.suite.name,
    ),
  };
}

/**
 * Writes the tables' files, each of them whole or not at all.
 * @returns their paths, from where the user is
 * @throws Problem where they cannot be written
 */
export async function writeReport({ markdown, csv }: Report, folder: string): Promise<string[]> {
  const files = [
    { path: join(folder, 'table.md'), text: markdown },
    { path: join(folder, 'table.csv'), text: csv },
  ];
  for (const { path, text } of files) await writeWhole(path, text);
  return files.map(({ path }) => near(path));
}
