import { powerToDetect } from '../../base/statistics/power.ts';
import { inColumns } from '../../base/terminal/columns.ts';
import { type Cell, cellsOf } from '../../results/cells.ts';
import type { SourcedNumber } from '../../results/sourced.ts';
import { baselineOf } from '../../suite/baseline-of.ts';
import { literatureCells } from '../../suite/literature/cells.ts';
import { loadLiterature } from '../../suite/literature/load.ts';
import { pairName } from '../../suite/pair-name.ts';
import type { Plan } from '../../suite/plan.ts';
import { disputeIn } from '../check-disputes.ts';
import { audit } from './audit.ts';
import { apartFrom } from './contradictions.ts';
import type { Gap } from './epochs.ts';
import { alpha, noise } from './noise.ts';
import { two } from './section.ts';

/** What the trials of a disputed cell would decide. */
export interface PlannedPower {
  table: string;
  pair: string;
  distiller: string;
  claim: number | undefined;
  /** What others measured, as of the claim's epoch; undefined where they give no value. */
  others: number | undefined;
  /** Why the check does not test whose value is right, where both have one; undefined where it does. */
  untested: string | undefined;
  /** What people say without a value. */
  says: string[];
  trials: number;
  /** That a t test of the trials tells the claim from the others, if one of the two is the truth; undefined where there is none. */
  power: number | undefined;
}

/** The disputed cells of a plan; none of a suite that does not answer to the literature. */
export async function plannedPower(plan: Plan): Promise<PlannedPower[]> {
  if (plan.suite.baseline !== 'after-crd') return [];
  const numbers = (await literatureCells()).filter(({ dataset }) => dataset === 'cifar100');
  const literature = await loadLiterature();
  const { statements, epochs } = audit(numbers, literature);
  const baseline = await baselineOf(plan.suite);
  return plan.tables.flatMap((table) =>
    cellsOf(plan, table, { results: new Map(), baseline }).flatMap(({ cells, ...pair }) =>
      cells.flatMap((cell): PlannedPower[] => {
        const isOf = ({ method, column }: { method: string; column: string }) =>
          (literature.methods[method]?.row ?? method) === cell.distiller.name &&
          column === (method === 'vanilla' ? pair.student : pairName(pair));
        const says = statements.filter(isOf).map((one) => one.says);
        const dispute = plannedTest(cell, epochs.gap);
        if (cell.planned === 0 || (dispute.others === undefined && says.length === 0)) return [];
        return [{ table: table.name, pair: pairName(pair), distiller: cell.distiller.name, says, ...dispute }];
      }),
    ),
  );
}

/** The test of a cell's trials that the check will make, or why it will make none. */
function plannedTest(cell: Cell, gap: Gap): Pick<PlannedPower, 'claim' | 'others' | 'untested' | 'trials' | 'power'> {
  const [claim, ...rest] = cell.sourced ?? [];
  const measured = rest.filter(
    ({ mark, value, networks }) => mark !== 'quoted' && value !== claim?.value && networks === claim?.networks,
  );
  const compared = disputeIn(cell).others;
  const untested = claim && compared.length === 0 ? whyUntested(claim, measured) : undefined;
  const others = (untested === undefined ? compared : measured).map((other) => ({
    ...other,
    difference: other.value - (claim?.value ?? 0),
  }));
  const apart = claim && apartFrom(claim, others, gap);
  const trials = cell.planned;
  return {
    ...{ claim: claim?.value, others: apart === undefined ? undefined : claim!.value + apart, untested, trials },
    power:
      apart === undefined || untested !== undefined || trials < 2
        ? undefined
        : powerToDetect(Math.abs(apart), trials, { deviation: noise.deviation, alpha }),
  };
}

function whyUntested(claim: SourcedNumber, [other]: readonly SourcedNumber[]): string | undefined {
  if (!other) return undefined;
  if (claim.unlike !== undefined) return `no test, as the claim cannot be compared: ${claim.unlike}`;
  if (other.unlike !== undefined) return `no test, as what others have cannot be compared: ${other.unlike}`;
  return 'no test, as no number of its authors is known';
}

/** The same as people read it, line by line; none where nothing is disputed. */
export function plannedPowerLines(powers: readonly PlannedPower[]): string[] {
  if (powers.length === 0) return [];
  const rows = powers.map(({ table, pair, distiller, claim, others, untested, says, trials, power }) => [
    ...[table, pair, distiller, claim === undefined ? '' : two(claim), others === undefined ? '' : two(others)],
    ...[String(trials), power === undefined ? '' : percent(power)],
    [...(untested === undefined ? [] : [untested]), ...says].join('; '),
  ]);
  return [
    `Power: of a two-sided t test at ${alpha}, to tell the claim from what others measured, if one of the two is the truth and one run has a standard deviation of ${noise.deviation}.`,
    ...inColumns(rows, ['table', 'pair', 'row', 'claim', 'others', 'trials', 'power', '']),
  ];
}

const percent = (share: number) => (share > 0.99 ? '>99 %' : `${Math.round(100 * share)} %`);
