import { markdownTable } from 'markdown-table';
import type { Table } from './table.ts';

/**
 * The table in Markdown, with its title above and its caption below.
 * @param notes what stands below the caption, a paragraph each
 */
export function tableMarkdown({ title, caption, rows }: Table, notes: readonly string[] = []): string {
  const lines = rows.map(({ name, cells }) => [name, ...cells.map(({ text, best }) => (best ? `**${text}**` : text))]);
  return [`## ${title}`, alignedTable(lines), caption, ...notes].join('\n\n');
}

/** A table whose first line is its head, with numbers to the right. */
export function alignedTable(lines: readonly string[][]): string {
  return markdownTable(lines as string[][], { align: ['l', ...lines[0]!.slice(1).map(() => 'r')] });
}
