import { relative } from 'node:path';
import { counted } from '../../base/counted.ts';
import { type ExitCode, exitCode, Problem } from '../../base/problem.ts';
import { createMeter } from '../../base/terminal/meter.ts';
import type { Mode } from '../../model/engine/program.ts';
import { agrees, type QuantityComparison } from './compare.ts';
import { type CaseOutcome, passes, runCase } from './run-case.ts';
import { readIndex } from './vectors.ts';

export interface ParityOptions {
  /** Only cases whose names hold this text. */
  only?: string | undefined;
  /** Kernel by kernel, instead of as a recorded graph? */
  eager: boolean;
}

/**
 * Compares Redistill with a folder of vectors that the reference made (see baselines/parity/README.md), and prints one line
 * per case: its quantity that is nearest to its tolerance, or beyond it.
 * @returns `differs` where a case does not agree or could not be run
 * @throws Problem where the folder is no such folder, or no case is chosen
 */
export async function parity(folder: string, { only = '', eager }: ParityOptions): Promise<ExitCode> {
  const mode: Mode = eager ? 'eager' : 'replay';
  const cases = [...(await readIndex(folder))].filter(([name]) => name.includes(only));
  if (cases.length === 0) {
    throw new Problem(
      `${folder}/index.json names no case with '${only}' in it`,
      'Give another text to --case, or none',
    );
  }
  const width = Math.max(...cases.map(([name]) => name.length));
  const failed: CaseOutcome[] = [];
  let quantities = 0;
  const meter = createMeter('cases compared', { start: 0, total: cases.length, say: String, showsSpeed: false });
  for (const [index, [name, read]] of cases.entries()) {
    const outcome = await runCase(name, read, mode);
    quantities += outcome.comparisons.length;
    if (!passes(outcome)) failed.push(outcome);
    meter.above(() => console.log(`${verdictOn(outcome).padEnd(9)} ${name.padEnd(width)}  ${textOf(outcome)}`));
    meter.show(index + 1);
  }
  meter.close();
  const agreeing = cases.length - failed.length;
  const where = relative(process.cwd(), folder) || '.';
  console.log(
    `\n${counted(cases.length, 'case')} of ${where}, ${counted(quantities, 'quantity', 'quantities')}: ${counted(agreeing, 'case')} ${agreeing === 1 ? 'agrees' : 'agree'}`,
  );
  if (failed.length === 0) return exitCode.done;
  const differing = failed.filter(({ known }) => known === undefined);
  const unknown = failed.filter(({ known }) => known !== undefined);
  if (differing.length > 0) console.log(`${differing.length} do not, or could not be run: ${namesOf(differing)}`);
  if (unknown.length > 0) {
    const known = new Set(unknown.map(({ known }) => `${known}.`));
    console.log(`${unknown.length} are of something that is not built here: ${namesOf(unknown)}`);
    console.log([...known].join('\n'));
  }
  return exitCode.differs;
}

const namesOf = (outcomes: readonly CaseOutcome[]) => outcomes.map(({ name }) => name).join(', ');

function verdictOn(outcome: CaseOutcome): string {
  if (passes(outcome)) return 'ok';
  return outcome.known === undefined ? 'FAILS' : 'not built';
}

/** `4.1e-7 of 1e-5 in train/logits, 37 quantities` */
function textOf({ comparisons, failure }: CaseOutcome): string {
  const worst = comparisons.reduce<QuantityComparison | undefined>(
    (worst, one) => (worst && shareOf(worst) >= shareOf(one) ? worst : one),
    undefined,
  );
  if (!worst) return failure ?? 'nothing was compared';
  const beyond = comparisons.filter((one) => !agrees(one)).length;
  const count =
    beyond > 0 ? `${beyond} of ${comparisons.length} quantities differ` : `${comparisons.length} quantities`;
  const text = `${digits(worst.error)} of ${digits(worst.tolerance)} in ${worst.quantity}, ${count}`;
  return failure ? `${failure}; ${text}` : text;
}

/** The error as a share of its tolerance. */
function shareOf({ error, tolerance }: QuantityComparison): number {
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error / tolerance;
}

const digits = (value: number): string => (value === 0 ? '0' : value.toExponential(1));
