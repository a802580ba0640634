import { powerToDetect } from '../../base/statistics/power.ts';
import { inColumns } from '../../base/terminal/columns.ts';
import { literatureCells } from '../../suite/literature/cells.ts';
import { loadLiterature } from '../../suite/literature/load.ts';
import { pairName } from '../../suite/pair-name.ts';
import type { Plan } from '../../suite/plan.ts';
import { audit } from './audit.ts';
import { claimsOf } from './claims.ts';
import { apartFrom } from './contradictions.ts';
import { alpha, noise } from './noise.ts';
import { two } from './section.ts';
import { whyUnlike } from './side.ts';

/** What the trials of a disputed cell would decide. */
export interface PlannedPower {
  table: string;
  pair: string;
  distiller: string;
  claim: number | undefined;
  /** What others measured, as of the claim's epoch; undefined where they give no value. */
  others: number | undefined;
  /** Did all of them use another recipe? */
  byOtherRecipe: boolean;
  /** What people say without a value. */
  says: string[];
  trials: number;
  /** That a t test of the trials tells the claim from the others, if one of the two is the truth. */
  power: number | undefined;
}

/** The disputed cells of a plan; none of a suite that does not answer to the literature. */
export async function plannedPower({ suite, tables }: Plan): Promise<PlannedPower[]> {
  if (suite.baseline !== 'after-crd') return [];
  const cells = (await literatureCells()).filter(({ dataset }) => dataset === 'cifar100');
  const literature = await loadLiterature();
  const { contradictions, statements, epochs } = audit(cells, literature);
  const claims = claimsOf(cells);
  return tables.flatMap(({ name, columns, trials: numbers }) =>
    columns.flatMap(({ pair, rows }) =>
      rows.flatMap(({ distiller, jobs }): PlannedPower[] => {
        const isOf = ({ method, column }: { method: string; column: string }) =>
          (literature.methods[method]?.row ?? method) === distiller.name &&
          column === (method === 'vanilla' ? pair.student : pairName(pair));
        const claim = claims.find((one) => isOf(one.claim))?.claim;
        const measured = contradictions.find((one) => isOf({ ...one.claim, column: one.column }))?.measured ?? [];
        const alike = measured.filter(({ like }) => whyUnlike(like) === undefined);
        const apart = claim && apartFrom(claim, alike.length > 0 ? alike : measured, epochs.gap);
        const says = statements.filter(isOf).map((one) => one.says);
        if (jobs.length === 0 || (apart === undefined && says.length === 0)) return [];
        const trials = numbers.length;
        return [
          {
            ...{ table: name, pair: pairName(pair), distiller: distiller.name, claim: claim?.value, says, trials },
            others: apart === undefined ? undefined : claim!.value + apart,
            byOtherRecipe: measured.length > 0 && alike.length === 0,
            power:
              apart === undefined || trials < 2
                ? undefined
                : powerToDetect(Math.abs(apart), trials, { deviation: noise.deviation, alpha }),
          },
        ];
      }),
    ),
  );
}

/** The same as people read it, line by line; none where nothing is disputed. */
export function plannedPowerLines(powers: readonly PlannedPower[]): string[] {
  if (powers.length === 0) return [];
  const rows = powers.map(({ table, pair, distiller, claim, others, byOtherRecipe, says, trials, power }) => [
    ...[table, pair, distiller, claim === undefined ? '' : two(claim), others === undefined ? '' : two(others)],
    ...[String(trials), power === undefined ? '' : percent(power)],
    [...(byOtherRecipe ? ['others have another recipe'] : []), ...says].join('; '),
  ]);
  return [
    `Power: of a two-sided t test at ${alpha}, to tell the claim from what others measured, if one of the two is the truth and one run has a standard deviation of ${noise.deviation}.`,
    ...inColumns(rows, ['table', 'pair', 'row', 'claim', 'others', 'trials', 'power', '']),
  ];
}

const percent = (share: number) => (share > 0.99 ? '>99 %' : `${Math.round(100 * share)} %`);
