import { meanOf } from '../../base/statistics/mean.ts';
import { sampleOf } from '../../base/statistics/sample.ts';
import { type PublishedCell, publishedCells } from '../baseline/cells.ts';
import { loadBaseline } from '../baseline/load.ts';
import { crdRepository } from './claim-rank.ts';
import { type Literature, loadLiterature } from './load.ts';
import type { About } from './schema.ts';
import type { PublishedSource } from './source-schema.ts';

/** A number of the literature with all that is known about it. */
export interface LiteratureCell extends About {
  dataset: 'cifar100' | 'imagenet';
  /** `teacher/student`, or a network alone. */
  column: string;
  /** As the source calls it, brought to one spelling; `vanilla` is a student that learns alone, `teacher` a teacher. */
  method: string;
  /** Top-1 accuracy, in per cent; of several trials their mean. */
  value: number;
  /** The standard deviation, in points: as printed, or of the trials with n - 1. */
  deviation?: number | undefined;
  /** The single runs, where the source lists them. */
  trials?: readonly number[] | undefined;
  /** In per cent, where the source says it. */
  teacherAccuracy?: number | undefined;
  repository: string;
  /** That was read; null where only an issue was. */
  commit: string | null;
  path: string;
  quotes?: string | undefined;
  networks?: string | undefined;
  settings?: string | undefined;
  row?: string | undefined;
  note?: string | undefined;
}

/**
 * All numbers: those of CRD's Tables 1 and 2, and those that were published after them.
 * @param own a folder with papers of the user's own
 */
export async function literatureCells(own?: string): Promise<LiteratureCell[]> {
  const crd = publishedCells(await loadBaseline('cifar100'));
  const teachers = new Map(
    crd.filter(({ distiller }) => distiller === 'teacher').map(({ teacher, mean }) => [teacher as string, mean.value]),
  );
  const cells = [...cellsOfCrd(crd), ...cellsOfSources(await loadLiterature(own))];
  return cells.map((cell) => {
    const theirs = cell.teachers === 'RepDistiller' && cell.column.includes('/');
    const accuracy = theirs ? teachers.get(cell.column.split('/')[0]!) : undefined;
    return { ...cell, teacherAccuracy: cell.teacherAccuracy ?? accuracy ?? undefined };
  });
}

/** The numbers of the files alone. */
export function cellsOfSources({ sources }: Pick<Literature, 'sources'>): LiteratureCell[] {
  return sources.flatMap((source) => source.tables.flatMap((table) => cellsOfTable(source, table)));
}

function cellsOfTable(source: PublishedSource, table: PublishedSource['tables'][number]): LiteratureCell[] {
  const { columns, rows, deviations, trials, statements: _, ...own } = table;
  const { repository, commit } = source;
  const about = Object.assign({ repository, commit, ...source.about }, own);
  return columns.flatMap((column, index) => {
    const accuracy = column.includes('/') ? source.teacherAccuracy[column.split('/')[0]!] : undefined;
    const common = { ...about, column, teacherAccuracy: accuracy };
    const means = Object.entries(rows).flatMap(([method, values]): LiteratureCell[] => {
      const value = values[index] ?? null;
      const deviation = deviations[method]?.[index] ?? undefined;
      return value === null ? [] : [{ ...common, method, value, deviation }];
    });
    const lists = Object.entries(trials).flatMap(([method, byColumn]): LiteratureCell[] => {
      const values = byColumn[index] ?? [];
      const value = meanOf(values);
      if (value === undefined) return [];
      return [
        { ...common, method, value, deviation: sampleOf(values)?.deviation, trials: values, runs: values.length },
      ];
    });
    return [...means, ...lists];
  });
}

/** CRD's Tables 1 and 2. A network that learns alone is in several columns there, and is one cell here. */
function cellsOfCrd(published: readonly PublishedCell[]): LiteratureCell[] {
  const cells = new Map<string, LiteratureCell>();
  for (const { teacher, student, distiller: method, mean, deviation, runs } of published) {
    if (mean.value === null) continue;
    const column = method === 'vanilla' ? student : method === 'teacher' ? teacher : `${teacher}/${student}`;
    const isOwn = mean.sources.includes('REPO');
    cells.set(`${method} ${column}`, {
      ...{ dataset: 'cifar100', column, method, value: mean.value, deviation: deviation.value ?? undefined, runs },
      ...{ repository: crdRepository, commit: 'b84f547', path: 'README.md' },
      ...{ aggregation: 'last', recipe: 'RepDistiller', teachers: 'RepDistiller', tunedOnTest: null },
      mark: isOwn ? 'own table' : 'quoted',
      evidence: isOwn ? 'SEEN' : 'QUOTED',
    });
  }
  return [...cells.values()];
}
