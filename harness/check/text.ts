import { coloured } from '../base/terminal/colour.ts';
import { selectionText } from '../suite/selection-text.ts';
import { type Checked, leftOutOf, methodOf, summaryOf, withOutcome } from './checked.ts';
import { type Finding, type Outcome, outcomes, outcomeTitles } from './finding.ts';

const colours = { differs: 'red', missing: 'yellow', undecided: 'yellow', fine: 'green' } as const;

/**
 * What the terminal shows: what differs first, what is missing, what cannot be decided, and the sum of all.
 * @param verbose with what is as it should be
 */
export function textOf(checked: Checked, verbose: boolean): string {
  const shown = outcomes.filter((outcome) => verbose || outcome !== 'fine');
  const sections = shown.map((outcome) => sectionOf(outcome, withOutcome(checked, outcome)));
  const isCut = !verbose && withOutcome(checked, 'fine').length > 0;
  return [
    checked.title,
    `Selection: ${selectionText(checked.selection)}. ${checked.progress}`,
    methodOf(checked),
    ...leftOutOf(checked),
    ...sections.flat(),
    '',
    `${summaryOf(checked)}${isCut ? ' --verbose lists these too.' : ''}`,
  ].join('\n');
}

function sectionOf(outcome: Outcome, findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  const lines = findings.map(({ name, verdict, detail }) => {
    const word = coloured(colours[outcome], verdict, process.stdout);
    return `  ${name}: ${word}. ${detail}`;
  });
  return ['', `${outcomeTitles[outcome]}:`, ...lines];
}
