import { type LiteratureCell, literatureCells } from '../../suite/literature/cells.ts';
import { type Literature, loadLiterature } from '../../suite/literature/load.ts';
import { claimsOf } from './claims.ts';
import { type Contradiction, contradictionsOf } from './contradictions.ts';
import { type Gap, gapOf, gapsByMethod, type LoggedRun, loggedRunsOf, type MethodsGap } from './epochs.ts';
import { type Gains, gainsOf } from './gains.ts';
import { type Noise, noise, pooledOf } from './noise.ts';
import { type OwnRuns, ownRunsOf } from './own-runs.ts';
import { type MethodRanking, rankingOf } from './ranking.ts';
import { type ComparedSide, sideOf } from './side.ts';

/** What the published numbers show without any training. */
export interface Audit {
  /** How many numbers there are, and from how many repositories. */
  numbers: number;
  repositories: number;
  noise: Noise;
  /** Of the runs that logs list one by one: a check of `noise`. */
  listed: Pick<Noise, 'deviation' | 'degreesOfFreedom'>;
  contradictions: Contradiction[];
  /** Numbers of cells for which no source has one of the method's authors. */
  withoutClaim: (ComparedSide & { column: string })[];
  /** What sources say about a cell without its value. */
  statements: { repository: string; path: string; method: string; column: string; says: string }[];
  /** `gap` is over the logs of RepDistiller's recipe: it brings a best epoch to the last. */
  epochs: { runs: LoggedRun[]; byMethod: MethodsGap[]; gap: Gap };
  ownRuns: OwnRuns[];
  gains: Gains[];
  ranking: MethodRanking;
  /** Faults that the numbers alone do not show, as the sources' files have them. */
  faults: { repository: string; path: string; says: string; correct: string; seenIn: string }[];
}

/**
 * Audits the published numbers.
 * @param own a folder with papers of the user's own
 * @throws Problem where one of their files cannot be read, or something in it is not allowed
 */
export async function auditLiterature(own?: string): Promise<Audit> {
  return audit(await literatureCells(own), await loadLiterature(own));
}

/** @throws Error without logs of both epochs: the gap between them is derived from these */
export function audit(cells: readonly LiteratureCell[], { sources, methods }: Literature): Audit {
  const claimed = claimsOf(cells);
  const runs = loggedRunsOf(cells);
  const gap = gapOf(runs.filter(({ dataset, recipe }) => dataset === 'cifar100' && recipe === 'RepDistiller'));
  if (!gap) throw new Error('no logs have both epochs');
  return {
    numbers: cells.length,
    repositories: new Set(cells.map(({ repository }) => repository)).size,
    noise,
    listed: pooledOf(cells),
    contradictions: contradictionsOf(claimed, gap),
    withoutClaim: claimed
      .map(({ claim }) => claim)
      .filter(({ mark }) => mark === 'issue' || mark === 'rerun')
      .map((cell) => ({ column: cell.column, ...sideOf(cell) })),
    statements: sources.flatMap(({ repository, tables }) =>
      tables.flatMap(({ path, statements }) => statements.map((statement) => ({ repository, path, ...statement }))),
    ),
    epochs: { runs, byMethod: gapsByMethod(runs), gap },
    ownRuns: ownRunsOf(cells, claimed, methods),
    gains: gainsOf(claimed, methods, gap),
    ranking: rankingOf(claimed, methods, gap),
    faults: sources.flatMap(({ repository, faults }) => faults.map((fault) => ({ repository, ...fault }))),
  };
}
