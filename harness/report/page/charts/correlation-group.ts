import { meanOf } from '../../../base/statistics/mean.ts';
import { needsTeacher } from '../../../job/distiller.ts';
import { readTestLogits } from '../../../job/test-logits.ts';
import type { Evidence } from '../../../results/evidence/evidence.ts';
import type { PlannedColumn, PlannedRow } from '../../../suite/plan.ts';
import { studentsOf } from '../../../suite/students-of.ts';
import { correlationDifference } from '../../charts/correlation.ts';
import { type HeatMap, heatMaps } from '../../charts/heat-map.ts';
import type { ChartGroup } from '../page-data.ts';
import { pairText } from './figures.ts';

/** Those of the paper's Figure 2, in its order; where a suite has none of them, its first four are shown. The best row follows. */
const shown = ['vanilla', 'AT', 'KD', 'CRD'];
/** The pair of the paper's Figure 2. */
const paperPair = 'wrn_40_2 to wrn_40_1';

/**
 * The paper's Figure 2: how the correlations of a teacher's class logits differ from its students'. On one pair, as in
 * the paper: on the paper's own where it is there, else on the first that has logits.
 */
export async function correlationGroup({ plan, jobs, done }: Evidence): Promise<ChartGroup> {
  const folders = new Map(jobs.map(({ id, folder }) => [id, folder]));
  const { dataset, teacherDataset = dataset } = plan.suite;
  // Mutual learners have no trained teacher whose correlations they could learn, and a teacher that was tested on other photographs
  // has none of the same images.
  const columns = plan.tables
    .flatMap((table) => studentsOf(table, plan.jobs).columns)
    .filter(({ pair }) => !pair.mutual && teacherDataset.name === dataset.name);
  const isPapers = ({ pair }: PlannedColumn) => pairText(pair) === paperPair;
  const group: ChartGroup = {
    id: 'correlation',
    title: 'Correlations between class logits',
    short: 'Correlations',
    lead: "As in the paper's Figure 2: the teacher's correlations between the logits of every two classes minus the student's, over the test images. Rows and columns are the classes; above each map stands the mean of its differences without their signs, off the diagonal. Each map is of a distiller's first trial; the best distiller is always shown. The fainter a map, the more of this structure the student has learnt.",
    figures: [],
  };
  for (const column of [...columns.filter(isPapers), ...columns.filter((one) => !isPapers(one))]) {
    const maps = await mapsOf(column);
    const pair = pairText(column.pair);
    if (maps.length > 0) {
      const charts = await heatMaps({ pair, maps });
      return { ...group, figures: charts.map(({ distiller, svg }) => ({ caption: `${distiller}, ${pair}`, svg })) };
    }
  }
  return group;

  async function mapsOf({ teacher, rows }: PlannedColumn): Promise<HeatMap[]> {
    const folder = 'folder' in teacher ? teacher.folder : folders.get(teacher.id);
    const theirs = folder === undefined ? undefined : await readTestLogits(folder);
    if (!theirs) return [];
    const named = shown.flatMap((name) => rows.find(({ distiller }) => distiller.name === name) ?? []);
    const maps: HeatMap[] = [];
    const chosen = new Set(named.length > 0 ? named : rows.slice(0, shown.length));
    for (const best of bestOf(rows)) chosen.add(best);
    for (const { distiller, jobs: trials } of chosen) {
      const first = folders.get(trials[0] ?? '');
      const ours = first === undefined ? undefined : await readTestLogits(first);
      if (ours) maps.push({ distiller: distiller.name, difference: correlationDifference(theirs, ours) });
    }
    return maps;
  }

  /** The distiller of the highest mean accuracy; none before one is done. */
  function bestOf(rows: readonly PlannedRow[]): PlannedRow[] {
    const means = rows
      .filter(({ distiller }) => needsTeacher(distiller))
      .flatMap((row) => {
        const mean = meanOf(row.jobs.flatMap((id) => done.get(id)?.accuracy ?? []));
        return mean === undefined ? [] : [{ row, mean }];
      });
    return means
      .toSorted((a, b) => b.mean - a.mean)
      .slice(0, 1)
      .map(({ row }) => row);
  }
}
