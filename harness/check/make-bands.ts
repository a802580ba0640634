import { exitCode, Problem } from '../base/problem.ts';
import type { MainEpoch, Result } from '../job/result.ts';
import { type Examined, examine } from '../results/evidence/examine.ts';
import { refuseFaults } from '../results/evidence/refuse-faults.ts';
import { inspect, type Looked } from '../results/look.ts';
import { type Band, type BandQuantity, type Bands, quantitySchema } from '../suite/baseline/bands.ts';
import { expand } from '../suite/expand.ts';
import type { Plan } from '../suite/plan.ts';
import type { Suite } from '../suite/suite.ts';
import { quantityOf } from './quantity.ts';

/** Two short horizons, and the end: losses and norms show a broken distiller long before accuracy does. */
const horizons = (last: number) => [...new Set([2, 6, last].filter((epoch) => epoch <= last))];

/** What a trial of its own teacher left. */
interface Series extends Looked, Pick<Examined, 'metrics'> {
  plan: Plan;
}

/** What bands are made of. */
export interface BandsOptions {
  /** How many trials, from 1 on. */
  count: number;
  /** As the command line names them. */
  distillers: string[];
}

/**
 * The bands of a suite's rows, from series of runs of which each has one trial and a teacher of its own: `--trial n
 * --teacher-seed n`. They are of the epochs that all trials of a row have reached; a trial need not be done.
 * @throws Problem where a trial of a row has not come to its second epoch, or a file of the results is damaged or contradicts another
 */
export async function makeBands(suite: Suite, results: string, options: BandsOptions): Promise<Bands> {
  const { count, distillers } = options;
  const series: Series[] = [];
  for (let number = 1; number <= count; number++) {
    const plan = expand(suite, { distillers, trial: [number], teacherSeed: number });
    const looked = await inspect(plan, results);
    const { metrics, faults } = await examine(looked);
    refuseFaults([...looked.faults, ...faults], { name: suite.name, results });
    series.push({ plan, metrics, ...looked });
  }
  const bands: Band[] = [];
  for (const { teacher, student, distiller, ids } of rowsOf(series)) {
    const metrics = ids.map((id, index) => series[index]!.metrics.get(id)!);
    const [first] = horizons(suite.recipe.epochs);
    const found = metrics.filter(({ length }) => length >= first!).length;
    if (found < count) {
      const what = `Of ${distiller} on ${teacher}/${student} ${found} of ${count} trials have come to epoch ${first}`;
      throw new Problem(what, `Run them first: \`${commandsFor(suite.name, options)[0]}\``, exitCode.data);
    }
    for (const [quantity, epoch] of measured(metrics, suite.recipe.epochs)) {
      const values = metrics.map((epochs) => rounded(quantityOf(epochs[epoch - 1]!, quantity)!));
      bands.push({ teacher, student, distiller, quantity, epoch, values });
    }
  }
  const [result] = [...series[0]!.done.values()];
  const [train, make] = commandsFor(suite.name, options) as [string, string];
  const last = Math.max(...bands.map(({ epoch }) => epoch));
  return {
    made: [last < suite.recipe.epochs ? `${train} # stopped after epoch ${last}` : train, make],
    date: new Date().toISOString().slice(0, 10),
    environment: from(result!),
    bands,
  };
}

/** The cells, with their jobs' identities in each series. */
function rowsOf(series: readonly Series[]) {
  const cells = series[0]!.plan.tables.flatMap(({ columns }, table) =>
    columns.flatMap(({ pair, target, rows }, column) =>
      rows.flatMap(({ distiller, jobs }, row) =>
        jobs.length > 0 && !target && !pair.mutual && !pair.assistant ? [{ table, column, row, pair, distiller }] : [],
      ),
    ),
  );
  return cells.map(({ table, column, row, pair: { teacher, student }, distiller: { name: distiller } }) => {
    const ids = series.map(({ plan }) => plan.tables[table]!.columns[column]!.rows[row]!.jobs[0]!);
    return { teacher, student, distiller, ids };
  });
}

/** Accuracy at the end alone, as it is noise before; all others early too. */
function measured(metrics: readonly MainEpoch[][], last: number): [BandQuantity, number][] {
  const reached = Math.min(...metrics.map(({ length }) => length));
  return quantitySchema.options.flatMap((quantity) =>
    horizons(last)
      .filter((epoch) => epoch <= reached && (quantity !== 'accuracy' || epoch === last))
      .filter((epoch) => metrics.every((trial) => quantityOf(trial[epoch - 1]!, quantity) !== undefined))
      .map((epoch): [BandQuantity, number] => [quantity, epoch]),
  );
}

/** Six digits are more than any band needs. */
const rounded = (value: number) => Number(value.toPrecision(6));

function from({ environment: { redistill, tensorflow, device } }: Result): Bands['environment'] {
  return { redistill, tensorflow, device };
}

function commandsFor(name: string, { count, distillers }: BandsOptions): string[] {
  const rows = `--distillers ${distillers.join(',')}`;
  return [
    `for n in $(seq ${count}); do npm run suite ${name} -- ${rows} --trial $n --teacher-seed $n --results DIR; done`,
    `npm run check -- bands ${name} --trials ${count} ${rows} --results DIR`,
  ];
}
