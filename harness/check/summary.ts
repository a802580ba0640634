import { appendFile } from 'node:fs/promises';
import { markdownTable } from 'markdown-table';
import { cannotWriteOutput } from '../files.ts';
import { type Checked, methodOf, summaryOf, withOutcome } from './checked.ts';
import type { Finding } from './finding.ts';

/** What a code host shows of a job, in Markdown. */
export function jobSummaryOf(checked: Checked): string {
  const table = (title: string, findings: readonly Finding[]) => {
    if (findings.length === 0) return [];
    const rows = findings.map(({ name, verdict, detail }) => [name, verdict, detail].map(escapeCell));
    return [`### ${title}`, markdownTable([['what', 'verdict', 'why'], ...rows])];
  };
  const parts = [
    `## ${checked.title}`,
    `**${summaryOf(checked)}**`,
    methodOf(checked),
    ...checked.notes,
    ...table('Differs', withOutcome(checked, 'differs')),
    ...table('Cannot be decided', withOutcome(checked, 'undecided')),
    ...table('As it should be', withOutcome(checked, 'fine')),
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
