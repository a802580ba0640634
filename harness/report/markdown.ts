import { markdownTable } from 'markdown-table';
import type { Table } from './table.ts';

/**
 * The table in Markdown, with its title above and its caption below.
 * @param notes what stands below the caption, a paragraph each
 */
export function markdownOf({ caption, rows }: Table, title: string, notes: readonly string[] = []): string {
  const lines = rows.map(({ name, cells }) => [name, ...cells.map(({ text, best }) => (best ? `**${text}**` : text))]);
  const align = ['l', ...lines[0]!.slice(1).map(() => 'r')];
  return `${[`## ${title}`, markdownTable(lines, { align }), caption, ...notes].join('\n\n')}\n`;
}
