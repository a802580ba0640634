import type { LiteratureCell } from '../../suite/literature/cells.ts';

/** One side of a comparison: what of a cell a reader needs to find it and to judge it. */
export type ComparedSide = Pick<
  LiteratureCell,
  'method' | 'value' | 'runs' | 'aggregation' | 'recipe' | 'mark' | 'repository' | 'commit' | 'path' | 'note'
>;

export function sideOf(cell: LiteratureCell): ComparedSide {
  const { method, value, runs, aggregation, recipe, mark, repository, commit, path, note } = cell;
  return { method, value, runs, aggregation, recipe, mark, repository, commit, path, note };
}

export type Likeness = 'same' | 'differs' | 'unknown';

/** Is like compared with like? */
export interface Likenesses {
  epoch: Likeness;
  recipe: Likeness;
  teachers: Likeness;
  networks: Likeness;
}

export function likenessesOf(cell: LiteratureCell, other: LiteratureCell): Likenesses {
  return {
    epoch: likeness(cell.aggregation, other.aggregation),
    recipe: likeness(cell.recipe, other.recipe),
    teachers: cell.column.includes('/') ? likeness(teachersOf(cell), teachersOf(other)) : 'same',
    networks: cell.networks === other.networks ? 'same' : 'differs',
  };
}

/** Two repositories' own teachers are not the same. */
const teachersOf = ({ teachers, repository }: LiteratureCell) => (teachers === 'own' ? repository : teachers);

function likeness(one: string, other: string): Likeness {
  if (one === 'unknown' || other === 'unknown') return 'unknown';
  return one === other ? 'same' : 'differs';
}

/** Why two cells cannot be compared at all; undefined where they can. Another epoch can be allowed for, another recipe cannot. */
export function whyUnlike({ recipe, networks, teachers }: Likenesses): string | undefined {
  if (networks === 'differs') return 'other networks';
  if (recipe === 'differs') return 'another recipe';
  if (teachers === 'differs') return 'other teachers';
  return undefined;
}

/** Why a gain over another cell has no value of one epoch. */
export function whyNotAlike(like: Likenesses): string {
  return whyUnlike(like) ?? (like.epoch === 'unknown' ? 'epoch not known' : 'a median against a mean');
}
