import { type Checked, summaryOf, withOutcome } from '../../../check/checked.ts';
import { outcomes } from '../../../check/finding.ts';
import type { PageData } from '../page-data.ts';

/** What stands first on the page: how the check ended, or why there is none. */
export function verdictOf(checked: Checked | string): PageData['verdict'] {
  if (typeof checked === 'string') return { tone: 'plain', sentence: checked };
  const tone = outcomes.find((outcome) => withOutcome(checked, outcome).length > 0) ?? 'plain';
  return { tone, sentence: summaryOf(checked) };
}
