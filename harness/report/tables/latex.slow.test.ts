import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { baseline, cells, paperResults, plan } from '../../results/evidence/fixtures/paper.ts';
import { reportOf } from './report.ts';

const isThere = async (program: string) => (await execa(program, ['-v'], { reject: false })).exitCode !== undefined;
const missing =
  (await isThere('pdflatex')) && (await isThere('pdftotext')) ? undefined : 'pdflatex or pdftotext is missing';

const document = String.raw`
\documentclass{article}
\usepackage[margin=2cm]{geometry}
\usepackage{booktabs}
\usepackage{graphicx}
\begin{document}
\input{table}
\end{document}`;

test.skipIf(missing)(
  `LaTeX sets the paper's tables, with every number in them${missing ? ` (${missing})` : ''}`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'redistill-latex-'));
    try {
      await writeFile(join(folder, 'table.tex'), reportOf(plan, { results: paperResults, baseline }).latex);
      await writeFile(join(folder, 'document.tex'), document);
      const set = await execa('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', 'document.tex'], {
        cwd: folder,
      });
      expect(set.stdout).not.toMatch(/Overfull|undefined/);
      const { stdout: text } = await execa('pdftotext', ['-layout', 'document.pdf', '-'], { cwd: folder });
      for (const distiller of ['FitNet', 'NST', 'CRD+KD']) expect(text).toContain(distiller);
      expect(text).toContain('n/a');
      for (const { mean, distiller } of cells.filter(({ applicable }) => applicable)) {
        expect(text, distiller).toContain(mean.value!.toFixed(2));
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
