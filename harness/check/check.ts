import { writeOutput } from '../base/files/files.ts';
import { Problem } from '../base/problem.ts';
import { type Dataset, testImages } from '../job/dataset.ts';
import { cellsOf, type NamedColumns } from '../results/cells.ts';
import type { Evidence } from '../results/evidence/evidence.ts';
import { otherLines } from '../results/evidence/other-lines.ts';
import { progressOf } from '../results/evidence/progress.ts';
import { selectionCommand } from '../results/evidence/selection-command.ts';
import { checkAgainst } from './check-against.ts';
import { checkBands } from './check-bands.ts';
import { checkCells } from './check-cells.ts';
import { checkClaims } from './check-claims.ts';
import { checkDisputes } from './check-disputes.ts';
import { checkDiverged } from './check-diverged.ts';
import { checkEffect } from './check-effect.ts';
import { checkLiterature, unlikeNumbers } from './check-literature.ts';
import { type Checked, leftOutOf, withOutcome } from './checked.ts';
import type { Finding, Outcome } from './finding.ts';
import { junitOf } from './junit.ts';
import type { AccuracyLevels, CheckLevels } from './levels.ts';
import { appendSummary } from './summary.ts';
import { textOf } from './text.ts';

/** How a check ends, as `diff` does; 2 also where a result is missing. Trouble is never 1, which always means a difference. */
export const checkCode = { agrees: 0, differs: 1, undecided: 2 } as const;

export interface CheckOptions {
  levels: CheckLevels;
  /** Other results of the same suite, to compare with instead of the baseline. */
  against?: Evidence | undefined;
  /** Is it a failure where something cannot be decided? */
  strict: boolean;
  /** A file for JUnit's XML. */
  junit?: string | undefined;
  /** A file to which a summary in Markdown is added. */
  summary?: string | undefined;
  /** Print one line of JSON, instead of what people read? */
  json: boolean;
  /** Let what people read have what is as it should be, too? */
  verbose: boolean;
}

/**
 * Compares the results of a suite's runs, prints the comparison and writes the files that are asked for.
 * @returns one of `checkCode`
 * @throws Problem where there is nothing to compare with, or a file cannot be written
 */
export async function check(evidence: Evidence, options: CheckOptions): Promise<number> {
  const { strict, junit, summary, json, verbose } = options;
  const checked = checkedOf(evidence, options);
  if (junit !== undefined) await writeOutput('--junit', junit, junitOf(checked, strict));
  if (summary !== undefined) await appendSummary(summary, checked);
  const { name, results, others } = evidence;
  const commands = others.map((selection) => selectionCommand('check', { name, results, selection }));
  console.log(json ? JSON.stringify(checked) : [textOf(checked, verbose), ...otherLines(commands)].join('\n'));
  const has = (outcome: Outcome) => withOutcome(checked, outcome).length > 0;
  if (has('differs')) return checkCode.differs;
  return has('missing') || (strict && has('undecided')) ? checkCode.undecided : checkCode.agrees;
}

/** @throws Problem where there is nothing to compare with */
export function checkedOf(evidence: Evidence, { levels, against }: Pick<CheckOptions, 'levels' | 'against'>): Checked {
  const { plan, selection, baseline } = evidence;
  const { title, name } = plan.suite;
  const about = { title, selection, progress: progressOf(evidence), levels };
  const tables = tablesOf(evidence);
  const accuracyLevels = accuracyLevelsFor(evidence, levels);
  if (against) {
    const place = against.archive ?? against.results;
    const findings = [
      ...divergedOnlyHere(evidence, against),
      ...checkEffect(evidence),
      ...checkAgainst(tables, tablesOf(against), accuracyLevels),
    ];
    if (findings.length > 0) return { ...about, notes: [], unlike: [], with: `the results in ${place}`, findings };
    throw new Problem(`the results in ${place} have no cell of ${name} in common`, 'Check --against');
  }
  if (!baseline) {
    throw new Problem(`the suite ${name} has no baseline`, 'Give other results to compare with: --against DIR');
  }
  const notes = notesOn(tables);
  const comparable = tables.map(({ name, columns }) => ({
    name,
    columns: columns.filter(({ notComparable }) => !notComparable),
  }));
  const findings = [
    ...checkDiverged(evidence),
    ...checkEffect(evidence),
    ...(baseline.literature
      ? [...checkLiterature(comparable, baseline, accuracyLevels), ...checkDisputes(comparable, accuracyLevels)]
      : checkCells(comparable, baseline, accuracyLevels)),
    ...(notes.length === 0 ? checkBands(evidence, levels) : []),
    ...checkClaims(comparable, baseline.claims, accuracyLevels),
  ];
  const other = `the baseline ${baseline.name} (${baseline.title})`;
  const unlike = unlikeNumbers(comparable);
  if (findings.length > 0) return { ...about, notes, unlike, with: other, findings };
  const why =
    leftOutOf({ notes, unlike })[0] ?? `Its baseline ${baseline.name} has nothing about the rows that were run`;
  throw new Problem(
    `nothing in the suite ${name} can be compared. ${why}`,
    'Give other results to compare with: --against DIR',
  );
}

/** The cells that diverged here, and not in the other results: those became no worse. */
function divergedOnlyHere(here: Evidence, there: Evidence): Finding[] {
  const names = new Set(checkDiverged(there).map(({ name }) => name));
  return checkDiverged(here).filter(({ name }) => !names.has(name));
}

/** A suite's tables with their cells. */
export function tablesOf({ plan, done: results, failures, baseline }: Evidence): NamedColumns {
  return plan.tables.map((table) => ({
    name: table.name,
    columns: cellsOf(plan, table, { results, failures, baseline }),
  }));
}

/** What tests of these results' accuracies want to know. */
export const accuracyLevelsFor = ({ plan }: Evidence, levels: CheckLevels): AccuracyLevels => ({
  ...levels,
  step: Math.max(...testedOn(plan).map(accuracyStep)),
});

/** The data sets on which the tables' accuracies are measured; the coarsest of their steps is good for all. */
function testedOn({ suite, tables }: Evidence['plan']): Dataset[] {
  return tables.flatMap(({ columns }) => columns.map(({ target }) => target?.dataset ?? suite.dataset));
}

/** Why columns cannot be compared, each reason once. */
function notesOn(tables: NamedColumns): string[] {
  return [...new Set(tables.flatMap(({ columns }) => columns.flatMap(({ notComparable }) => notComparable ?? [])))];
}

/** The step, in points, in which accuracies on a data set come, as they count its test images. */
function accuracyStep(dataset: Dataset): number {
  return 100 / testImages(dataset);
}
