import { type Checked, methodOf, summaryOf, withOutcome } from './checked.ts';
import { sentenceOf } from './finding.ts';

/** What the terminal shows: what differs first, then what cannot be decided, then the rest. */
export function textOf(checked: Checked): string {
  const section = (title: string, lines: string[]) => (lines.length > 0 ? ['', `${title}:`, ...lines] : []);
  const lines = (outcome: 'differs' | 'undecided' | 'fine') =>
    withOutcome(checked, outcome).map((finding) => `  ${sentenceOf(finding)}`);
  return [
    checked.title,
    methodOf(checked),
    ...checked.notes,
    ...section('Differs', lines('differs')),
    ...section('Cannot be decided', lines('undecided')),
    ...section('As it should be', lines('fine')),
    '',
    summaryOf(checked),
  ].join('\n');
}
