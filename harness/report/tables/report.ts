import { join } from 'node:path';
import { cannotWrite, writeWhole } from '../../base/files/files.ts';
import { makeFolder } from '../../base/files/make-folder.ts';
import { near } from '../../base/near.ts';
import type { Result } from '../../job/result.ts';
import { type Column, cellsOf } from '../../results/cells.ts';
import type { Baseline } from '../../suite/baseline/schema.ts';
import { importedLines } from '../../suite/imported-teachers.ts';
import type { Plan, PlannedColumn } from '../../suite/plan.ts';
import type { Selection } from '../../suite/selection.ts';
import { isSuitesOwn, selectionText } from '../../suite/selection-text.ts';
import { unfitCells } from '../../suite/unfit-cells.ts';
import { csvOf } from './csv.ts';
import { derivedMarkdown } from './derived/markdown.ts';
import { jsonOf } from './json.ts';
import { latexOf } from './latex.ts';
import { tableMarkdown } from './markdown.ts';
import { differenceTable, resultTable } from './table.ts';

/** A suite's tables, in each of their formats. */
export interface TablesReport {
  markdown: string;
  latex: string;
  csv: string;
  json: string;
}

export interface ReportOptions {
  /** What of the suite the plan is of; the suite's own by default. */
  selection?: Selection | undefined;
  results: ReadonlyMap<string, Result>;
  /** Why jobs failed for good, by their identities. */
  failures?: ReadonlyMap<string, string> | undefined;
  /** What the suite answers to. */
  baseline?: Baseline | undefined;
  /** Let the best epochs stand beside the last ones? */
  bestEpoch?: boolean | undefined;
}

/** The tables of a plan, from the results that are there. */
export function reportOf(plan: Plan, options: ReportOptions): TablesReport {
  const tables = plan.tables.map((planned) => ({ ...planned, planned, columns: cellsOf(plan, planned, options) }));
  const shown = tables.map(({ title, trials, columns, planned }) => {
    const about = { title, trials, columns, bestEpoch: options.bestEpoch ?? false };
    return { result: resultTable(about), difference: differenceTable(about), notes: notesOn(planned.columns, columns) };
  });
  const markdown = shown.flatMap(({ result, difference, notes }) => [
    tableMarkdown(result, notes),
    ...(difference ? [tableMarkdown(difference)] : []),
  ]);
  const { selection = {} } = options;
  const json = jsonOf(
    tables.map(({ name, title, columns }) => ({ name, title, columns })),
    { suite: plan.suite.name, selection },
  );
  // Whoever finds the table should not take it for the suite's own.
  const about = isSuitesOwn(selection) ? [] : [`Selection: \`${selectionText(selection)}\``];
  const derived = derivedMarkdown(json.figures, json.coverage);
  return {
    markdown: `${[...about, ...markdown, ...derived].join('\n\n')}\n`,
    latex: latexOf(
      shown.flatMap(({ result, difference }) => (difference ? [result, difference] : [result])),
      about,
    ),
    csv: csvOf(tables, plan.suite.name),
    json: `${JSON.stringify(json, undefined, 2)}\n`,
  };
}

/** What stands below a table: imported teachers, cells without jobs, why nothing published stands beside it. */
export function notesOn(planned: readonly PlannedColumn[], columns: readonly Column[]): string[] {
  const imported = importedLines(planned).map((line) => `${line.replace(/^t/, 'T')}.`);
  const reasons = new Set(columns.flatMap(({ notComparable }) => notComparable ?? []));
  const ensembles = columns.some(({ teachers }) => teachers > 1);
  return [
    ...(ensembles ? ['Of several teachers: the accuracy of the mean of their probabilities.'] : []),
    ...imported,
    ...unfitCells(planned).map((line) => `n/a: ${line}.`),
    ...Array.from(reasons, (reason) => `${reason}: they are not compared.`),
  ];
}

/** The tables' files. */
export function reportFiles({ markdown, latex, csv, json }: TablesReport): { name: string; text: string }[] {
  return [
    { name: 'table.md', text: markdown },
    { name: 'table.tex', text: latex },
    { name: 'table.csv', text: csv },
    { name: 'table.json', text: json },
  ];
}

/**
 * Writes the tables' files into a folder, which is made where it is missing, each of them whole or not at all.
 * @returns their paths, from where the user is
 * @throws Problem where they cannot be written
 */
export async function writeTablesReport(report: TablesReport, folder: string): Promise<string[]> {
  await makeFolder(folder).catch((cause) => {
    throw cannotWrite(folder, cause);
  });
  const files = reportFiles(report).map(({ name, text }) => ({ path: join(folder, name), text }));
  for (const { path, text } of files) await writeWhole(path, text);
  return files.map(({ path }) => near(path));
}
