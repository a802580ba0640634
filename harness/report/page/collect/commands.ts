import { shellWord } from '../../../base/command-line.ts';
import type { Evidence } from '../../../results/evidence/evidence.ts';
import { selectionOptions } from '../../../suite/selection-text.ts';

/** What to type to train the same, compare it and make the page; the same wherever and however the page is made. */
export function commandsFor({ name, selection }: Pick<Evidence, 'name' | 'selection'>): string[] {
  const options = selectionOptions(selection);
  return ['suite', 'check', 'report'].map((command) =>
    [`npm run ${command} ${shellWord(name)}`, ...(options.length > 0 ? ['--', ...options] : [])].join(' '),
  );
}
