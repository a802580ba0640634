import { appendFile } from 'node:fs/promises';
import { markdownTable } from 'markdown-table';
import { cannotWriteOutput } from '../base/files/files.ts';
import { selectionText } from '../suite/selection-text.ts';
import { type Checked, leftOutOf, methodOf, summaryOf, withOutcome } from './checked.ts';
import { type Outcome, outcomes, outcomeTitles } from './finding.ts';

/** What a code host shows of a job, in Markdown. */
export function jobSummaryOf(checked: Checked): string {
  const tableOf = (outcome: Outcome) => {
    const rows = withOutcome(checked, outcome).map(({ name, verdict, detail }) =>
      [name, verdict, detail].map(escapeCell),
    );
    if (rows.length === 0) return [];
    return [`### ${outcomeTitles[outcome]}`, markdownTable([['what', 'verdict', 'why'], ...rows])];
  };
  const parts = [
    `## ${checked.title}`,
    `**${summaryOf(checked)}**`,
    `Selection: ${selectionText(checked.selection)}. ${checked.progress}`,
    methodOf(checked),
    ...leftOutOf(checked),
    ...outcomes.flatMap(tableOf),
  ];
  return `${parts.join('\n\n')}\n`;
}

const escapeCell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/**
 * Adds it to a file, as the steps of a job do one after the other.
 * @throws Problem where the file cannot be written
 */
export async function appendSummary(path: string, checked: Checked): Promise<void> {
  await appendFile(path, jobSummaryOf(checked)).catch((cause) => {
    throw cannotWriteOutput('--summary', path, cause);
  });
}
