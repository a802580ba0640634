import { describe, expect, test } from 'vitest';
import { baseline, cells, paperResults, plan } from '../../results/evidence/fixtures/paper.ts';
import { tablesSchema } from './json.ts';
import { reportOf } from './report.ts';

/** With the paper's own numbers put in as results. */
const report = reportOf(plan, { results: paperResults, baseline });
const json = tablesSchema.parse(JSON.parse(report.json));

/** The rows of a result table in Markdown or LaTeX: the row's name, then its cells. */
function rowsOf(format: 'markdown' | 'latex', table: number): Map<string, string[]> {
  const [text, start, separator] =
    format === 'markdown' ? [report.markdown, '## ', '|'] : [report.latex, '\\begin{table}', '&'];
  const tables = text
    .split(start)
    .filter((block) => block.includes('Teacher network') && !block.includes(': difference'));
  const lines = tables[table]!.split('\n').filter((line) => line.includes(` ${separator} `) && !line.includes(':-'));
  return new Map(
    lines.map((line) => {
      const [name, ...cells] = line.replaceAll(/^\||\|$|\\\\$/g, '').split(separator);
      return [name!.trim(), cells.map((cell) => cell.trim())];
    }),
  );
}

const bold = { markdown: /^\*\*(.*)\*\*$/, latex: /^\\textbf\{(.*)\}$/ } as const;

describe.each(['markdown', 'latex'] as const)('the %s is the published table, cell by cell', (format) => {
  test.each(baseline.tables.map((table, index) => ({ ...table, index })))('$name', ({ rows, index, pairs }) => {
    const lines = rowsOf(format, index);
    expect(lines.size).toBe(rows.length + 2 + (index === 1 ? 1 : 0)); // Two of names; the paper's Table 2 has no row FSP.
    for (const { distiller, means, deviations } of rows) {
      const name = distiller === 'teacher' ? 'Teacher' : distiller === 'vanilla' ? 'Student (vanilla)' : distiller;
      const found = lines.get(name)!;
      expect(found, name).toHaveLength(pairs.length);
      for (const [pair, mean] of means.entries()) {
        const best = Math.max(
          ...rows.filter((row) => !['teacher', 'vanilla'].includes(row.distiller)).map((row) => row.means[pair] ?? 0),
        );
        const text = found[pair]!;
        expect(bold[format].test(text), `${name} ${pair}: ${text}`).toBe(
          mean === best && !['teacher', 'vanilla'].includes(distiller),
        );
        const plain = bold[format].exec(text)?.[1] ?? text;
        const known =
          deviations &&
          Object.values(deviations)
            .map((values) => values[pair])
            .find((value) => value !== null);
        const spread = distiller === 'teacher' ? '' : ` (${(known ?? 0.2).toFixed(2)})`;
        expect(plain, name).toBe(mean === null ? 'n/a' : `${mean.toFixed(2)}${spread}`);
      }
    }
    if (index === 1) expect(lines.get('FSP')).toEqual(Array(6).fill('n/a'));
  });
});

test('CSV and JSON hold the same numbers, no different from the published ones', () => {
  const rows = report.csv.trim().split('\n').slice(1);
  for (const { table, teacher, student, distiller, mean } of cells.filter((cell) => cell.applicable)) {
    const start =
      distiller === 'teacher'
        ? `cifar100,${table},${teacher},,teacher,`
        : `cifar100,${table},${teacher},${student},${distiller},`;
    const fields = rows.find((row) => row.startsWith(start))!.split(',');
    expect(Number(fields[6])).toBeCloseTo(mean.value!, 8);
    expect(Number(fields.at(-5))).toBe(mean.value);
    expect(Number(fields.at(-2))).toBe(0);
    const column = json.tables
      .find(({ name }) => name === table)!
      .columns.find((one) => one.teacher === teacher && one.student === student)!;
    const found = column.cells.find((cell) => cell.distiller === distiller);
    expect(distiller === 'teacher' ? column.teacherValue : found!.mean).toBeCloseTo(mean.value!, 8);
  }
});

test('every difference from the paper is none', () => {
  const [, ...blocks] = report.markdown.split(': difference from what was published\n');
  const differences = blocks.flatMap((block) =>
    Array.from(block.split('\n## ')[0]!.matchAll(/(\S+) \(\d\d\.\d\d\)/g), ([, one]) => one),
  );
  expect(differences).toHaveLength(cells.filter(({ applicable }) => applicable).length);
  expect(new Set(differences)).toEqual(new Set(['0.00']));
  const fsp = blocks.flatMap(
    (block) =>
      block
        .split('\n## ')[0]!
        .match(/^\| FSP .*$/m)?.[0]
        .match(/n\/a/g) ?? [],
  );
  expect(fsp).toHaveLength(7);
});

test("CRD's average relative improvement over KD is the paper's 57 %", () => {
  const of = (distiller: string) => json.figures.find((figures) => figures.distiller === distiller)!;
  expect(of('CRD').relativeImprovement!.perCent.toFixed(2)).toBe('56.83');
  expect(of('CRD+KD').relativeImprovement!.perCent.toFixed(2)).toBe('67.12');
  expect(of('CRD').relativeImprovement!.pairs).toBe(13);
  expect(report.markdown).toMatch(/\| CRD +\| +\d\.\d\d \| +\d of 13 \| +13 of 13 \| +56\.83 % \(13\) \|/);
  expect(of('CRD+KD')).toMatchObject({ first: 12, pairs: 13, aboveKd: { wins: 13, pairs: 13 } });
  expect(of('FSP')).toMatchObject({ pairs: 6, aboveKd: { wins: 0, pairs: 6 } });
  expect(json.coverage).toEqual({ cells: 195, byTrials: { 3: 84, 5: 104 }, waiting: 0, failed: 0, notApplicable: 7 });
});
