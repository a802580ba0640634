import { shellWord } from '../../base/command-line.ts';
import { commandOnResults } from '../../base/command-on-results.ts';
import type { Selection } from '../../suite/selection.ts';
import { selectionOptions } from '../../suite/selection-text.ts';

/** A selection of a suite, and where its results are. */
export interface Place {
  /** As the command line has the suite: its name, or a path. */
  name: string;
  results: string;
  selection: Selection;
}

/** A command on a selection as the user can type it, such as `npm run report digits -- --epochs 1`. */
export function selectionCommand(command: string, { name, results, selection }: Place): string {
  return commandOnResults([command, shellWord(name), ...selectionOptions(selection)].join(' '), results);
}
