import { join } from 'node:path';
import { exitCode } from '../../base/problem.ts';
import { checkCode } from '../../check/check.ts';
import { loadData } from '../../data/sets/registry.ts';
import { claim } from '../../results/claim.ts';
import { suiteFolder } from '../../results/look.ts';
import type { Slot } from '../../run/local/slots.ts';
import type { Plan } from '../../suite/plan.ts';
import type { Selection } from '../../suite/selection.ts';
import { selectionFolder } from '../../suite/selection-text.ts';
import { comparedCells } from './cells.ts';
import { findCheckout } from './checkout.ts';
import { checkClasses } from './class-counts.ts';
import { comparisonOf } from './comparison.ts';
import type { ComparisonLevels } from './judge-cells.ts';
import { ourSide } from './our-side.ts';
import { theirSide } from './their-side.ts';
import { writeComparison } from './write-comparison.ts';

export interface CompareOptions {
  plan: Plan;
  /** What the plan was made of. */
  selection: Selection;
  /** The folder for the results of all suites. */
  results: string;
  /** A checkout of RepDistiller, and the Python that runs it. */
  reference: { folder: string; python: string };
  levels: Omit<ComparisonLevels, 'step'>;
  /** Is it a failure where something cannot be decided? */
  strict: boolean;
  /** Print one line of JSON, instead of a table? */
  json: boolean;
  /** Trains our side of it, where that is not done yet; returns the exit code of that. */
  train(): Promise<number>;
  /** Finds the slots for RepDistiller's trainings. */
  findSlots(): Promise<Slot[]>;
}

/**
 * Trains the same students by us and by RepDistiller's own programs, each side those that it has not trained yet, and says
 * which cells agree. It prints a table and writes files; trials that are done are taken over by the next one.
 * @returns one of `checkCode`, or how our training or a stop by the user ended
 * @throws Problem where they cannot be compared, or a training of RepDistiller's failed
 */
export async function compareWithReference(options: CompareOptions): Promise<number> {
  const { plan, selection, results, levels, strict, train, findSlots } = options;
  const cells = comparedCells(plan);
  const data = await loadData(plan.suite.dataset);
  checkClasses(data, cells);
  const checkout = await findCheckout(options.reference, cells);
  const folder = join(suiteFolder(plan.suite.name, results), 'compare');
  const { release } = await claim(folder);
  try {
    const ended = await train();
    if (ended !== exitCode.done) return ended;
    const ours = await ourSide(plan, results, cells);
    const records = join(folder, 'reference');
    const theirs = await theirSide(cells, { checkout, data, findSlots, folder: records, teacherOf: ours.teacherOf });
    if (!theirs) {
      console.error('redistill: stopped; the same command continues from there.');
      return exitCode.stopped;
    }
    const step = 100 / data.test.labels.length;
    const sides = { cells, ours, theirs };
    const comparison = comparisonOf(sides, { plan, selection, checkout, levels: { ...levels, step } });
    const text = await writeComparison(comparison, selectionFolder(folder, selection));
    console.log(options.json ? JSON.stringify(comparison) : text);
    const outcomes = [...comparison.cells, ...comparison.teachers].map(({ outcome }) => outcome);
    if (outcomes.includes('differs')) return checkCode.differs;
    return strict && outcomes.includes('undecided') ? checkCode.undecided : checkCode.agrees;
  } finally {
    await release();
  }
}
