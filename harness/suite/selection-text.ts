import { join } from 'node:path';
import { sha256 } from '../base/files/hash.ts';
import type { Selection } from './selection.ts';

/** The options that ask for a selection, such as `--epochs 1`; none for the suite's own. */
export function selectionOptions(selection: Selection): string[] {
  const { tables, pairs, distillers, trials, trial, epochs, teacherSeed, arithmetic } = selection;
  const option = (name: string, value: number | undefined | readonly (string | number)[]) =>
    value === undefined ? [] : [`--${name} ${Array.isArray(value) ? value.join(',') : value}`];
  return [
    ...option('table', tables),
    ...option('pairs', pairs),
    ...option('distillers', distillers),
    ...option('trials', trials),
    ...option('trial', trial),
    ...option('epochs', epochs),
    ...option('teacher-seed', teacherSeed),
    ...(arithmetic?.xla ? ['--xla'] : []),
    ...(arithmetic?.tf32 ? ['--tf32'] : []),
    ...(arithmetic?.mixedPrecision ? ['--mixed-precision'] : []),
  ];
}

/** For people: `--epochs 1 --trials 1`, or `the suite's own`. */
export function selectionText(selection: Selection): string {
  return isSuitesOwn(selection) ? "the suite's own" : selectionOptions(selection).join(' ');
}

/** In a sentence: `the selection --epochs 1 --trials 1`, or `the suite's own selection`. */
export function selectionPhrase(selection: Selection): string {
  return isSuitesOwn(selection) ? "the suite's own selection" : `the selection ${selectionText(selection)}`;
}

/** Is it all that the suite declares, as it declares it? */
export function isSuitesOwn(selection: Selection): boolean {
  return selectionOptions(selection).length === 0;
}

/** More than a file system takes of a name. */
const longest = 120;

/** The name of a selection's folder and archive, such as `epochs-1-trials-1`; undefined for the suite's own. */
export function selectionName(selection: Selection): string | undefined {
  if (isSuitesOwn(selection)) return undefined;
  const text = selectionText(selection);
  const name = text.slice(2).replaceAll(' --', '-').replaceAll(' ', '-').replaceAll('/', '_');
  return name.length <= longest ? name : `${name.slice(0, longest)}-${sha256(text).slice(0, 8)}`;
}

/**
 * Where the tables of a selection go: into the suite's folder those of the suite's own, all others into one of their own below
 * it, so that none overwrites another.
 */
export function selectionFolder(suiteFolder: string, selection: Selection): string {
  const name = selectionName(selection);
  return name === undefined ? suiteFolder : join(suiteFolder, 'selections', name);
}
