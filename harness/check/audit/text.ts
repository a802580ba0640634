import { counted } from '../../base/counted.ts';
import { inColumns } from '../../base/terminal/columns.ts';
import type { Audit } from './audit.ts';
import { type Other, power } from './contradictions.ts';
import { gainLines } from './gain-lines.ts';
import { alpha } from './noise.ts';
import { ownRunLines } from './own-run-lines.ts';
import { rankingLines } from './ranking-lines.ts';
import { section, signedPoints, two } from './section.ts';
import { type ComparedSide, whyUnlike } from './side.ts';

/**
 * The audit as people read it, line by line.
 * @param verbose list what is within noise too, and every gain by pair
 */
export function auditText(audit: Audit, verbose: boolean): string[] {
  const { numbers, repositories, noise, listed } = audit;
  return [
    `${numbers} published numbers from ${repositories} repositories.`,
    `One run has a standard deviation of ${noise.deviation} points (${noise.degreesOfFreedom} degrees of freedom): ${noise.why}.`,
    `Of them, the runs that are listed here give ${two(listed.deviation)} (${listed.degreesOfFreedom}).`,
    `A difference is noise if p > ${alpha}. A number of runs that is not known counts as one.`,
    ...measuredAgain(audit, verbose),
    ...withoutClaim(audit),
    ...statements(audit),
    ...copies(audit),
    ...faults(audit),
    ...epochs(audit),
    ...ownRunLines(audit, verbose),
    ...gainLines(audit, verbose),
    ...rankingLines(audit),
  ];
}

function measuredAgain({ contradictions, epochs }: Audit, verbose: boolean): string[] {
  const measured = contradictions.filter(({ measured }) => measured.length > 0);
  const rows = measured.flatMap((one) =>
    one.measured
      .filter(({ p }) => verbose || p <= alpha)
      .map((other) => [
        ...[
          one.column,
          one.claim.method,
          two(one.claim.value),
          two(other.value),
          runs(other),
          signedPoints(other.difference),
        ],
        ...[remark(other), one.runsToDecide === undefined ? '' : String(one.runsToDecide), place(other)],
      ]),
  );
  const cells = measured.filter(({ measured }) => measured.some(({ p }) => p <= alpha)).length;
  const hidden = verbose ? '' : ' --verbose lists the rest.';
  return section(
    `Measured again: ${counted(measured.length, 'cell')}, ${cells} of them with differences beyond noise.${hidden}`,
    `Runs to decide: how many tell the claim from what others measured, with power ${power}. Best epochs lie ${two(epochs.gap.mean)} above the last.`,
    inColumns(rows, [
      'pair',
      'method',
      'claim',
      'other',
      'runs',
      'difference',
      'not alike',
      'runs to decide',
      'source',
    ]),
  );
}

function withoutClaim({ withoutClaim }: Audit): string[] {
  const rows = withoutClaim.map((cell) => [cell.column, cell.method, two(cell.value), runs(cell), place(cell)]);
  return section(
    `Measured by others alone: ${counted(rows.length, 'cell')}`,
    "No source that was read has a number of the method's authors for these.",
    inColumns(rows, ['pair', 'method', 'number', 'runs', 'source']),
  );
}

function statements({ statements }: Audit): string[] {
  const rows = statements.map(({ column, method, says, repository, path }) => [
    column,
    method,
    says,
    `${repository}, ${path}`,
  ]);
  return section('Said without a value', 'What issues say about a cell.', inColumns(rows));
}

function copies({ contradictions }: Audit): string[] {
  const rows = contradictions.flatMap(({ column, claim, copies }) =>
    copies.map((copy) => [column, copy.method, two(claim.value), two(copy.value), place(claim), place(copy)]),
  );
  return section(
    `Copies that differ: ${rows.length}`,
    'Who quotes a number has another one than who printed it, or than another who quotes it.',
    inColumns(rows, ['pair', 'method', 'number', 'copy', 'source', 'copied in']),
  );
}

function faults({ faults }: Audit): string[] {
  const lines = faults.flatMap(({ repository, path, says, correct, seenIn }) => [
    `${repository}, ${path}: ${says}`,
    `  should be ${correct} (${seenIn})`,
  ]);
  return section(`Other faults: ${faults.length}`, 'As their sources show.', lines);
}

function epochs({ epochs: { byMethod, gap, runs } }: Audit): string[] {
  const all = [...byMethod, { ...gap, method: 'all', recipe: 'RepDistiller' }];
  const rows = all.map(({ method, recipe, runs, mean, deviation, interval: [low, high] }) => [
    ...[method, recipe, String(runs), two(mean), two(deviation), `${two(low)} to ${two(high)}`],
  ]);
  const single = runs.filter(({ best, published }) => published === best);
  return section(
    'Best epoch less last, from logs of both',
    'Points on CIFAR-100, one run per pair, with the standard deviation over runs and the 95 % interval of the mean.',
    [
      ...inColumns(rows, ['method', 'recipe', 'runs', 'mean', 'deviation', 'interval']),
      '',
      `Tables that print the best epoch of a single log: ${single.map(({ method, column }) => `${method} on ${column}`).join(', ')}.`,
    ],
  );
}

function remark({ like }: Other): string {
  const epoch = { same: undefined, differs: 'another epoch', unknown: 'epoch not known' }[like.epoch];
  return [whyUnlike(like), epoch].filter((reason) => reason !== undefined).join(', ');
}

const place = ({ repository, path }: ComparedSide) => `${repository}, ${path}`;
const runs = ({ runs }: ComparedSide) => (runs === null ? '?' : String(runs));
