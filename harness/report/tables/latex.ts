import type { Table, TableRow } from './table.ts';

const head = '% Needs \\usepackage{booktabs} and \\usepackage{graphicx}.';

/**
 * The tables in LaTeX, each a float that is as wide as the text, with the rules of booktabs.
 * @param about comments that stand first, a line each
 */
export function latexOf(tables: readonly Table[], about: readonly string[] = []): string {
  return `${[[head, ...about.map((line) => `% ${line}`)].join('\n'), ...tables.map(tableOf)].join('\n\n')}\n`;
}

function tableOf({ title, caption, rows }: Table): string {
  const columns = rows[0]!.cells.length;
  const lines = rows.flatMap((row, index) => [
    ...(index > 0 && row.kind !== rows[index - 1]!.kind ? ['\\midrule'] : []),
    lineOf(row),
  ]);
  return [
    '\\begin{table}[htbp]',
    '\\centering',
    // LaTeX's classes expect captions below: without it the first rule touches this one.
    '\\setlength{\\belowcaptionskip}{6pt}',
    '\\setlength{\\tabcolsep}{4pt}',
    `\\caption{${escapeLatex(withoutNumber(title))}. ${escapeLatex(caption)}}`,
    // A table of one or two columns would be blown up by it.
    columns > 4 ? '\\resizebox{\\textwidth}{!}{%' : '{%',
    `\\begin{tabular}{l${'c'.repeat(columns)}}`,
    '\\toprule',
    ...lines,
    '\\bottomrule',
    '\\end{tabular}}',
    '\\end{table}',
  ].join('\n');
}

/** LaTeX numbers tables by itself. */
function withoutNumber(title: string): string {
  return title.replace(/^Table \d+: (.)/, (_, first: string) => first.toUpperCase());
}

function lineOf({ name, cells }: TableRow): string {
  const texts = cells.map(({ text, best }) => (best ? `\\textbf{${escapeLatex(text)}}` : escapeLatex(text)));
  return `${[escapeLatex(name), ...texts].join(' & ')} \\\\`;
}

const escapes: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

/** Text that LaTeX shows as it is; a minus, or a hyphen that stands for one before a number, is LaTeX's own. */
export function escapeLatex(text: string): string {
  const escaped = text.replaceAll(/[\\~^#$%&_{}]/g, (character) => escapes[character] ?? `\\${character}`);
  return escaped.replaceAll(/−|(?<![\w)])-(?=\d)/g, () => '$-$');
}
