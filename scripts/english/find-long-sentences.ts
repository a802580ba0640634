import type { Finding } from './find-calques.ts';

/** The most words that a sentence may have. */
export const longest = 40;

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The sentences of a Markdown text that are too long. Code is no sentence, nor is a number in a table. */
export function findLongSentences(markdown: string): Finding[] {
  return piecesOf(markdown).flatMap(({ line, text }) =>
    // To the segmenter a line's end would be a sentence's.
    [...segmenter.segment(text.replaceAll('\n', ' '))].flatMap(({ segment, index }) => {
      const words = segment.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word));
      if (words.length <= longest) return [];
      return {
        line: line + text.slice(0, index).split('\n').length - 1,
        what: `a sentence of ${words.length} words, "${words.slice(0, 5).join(' ')} ..."`,
        write: `sentences of at most ${longest} words`,
      };
    }),
  );
}

interface Piece {
  /** That of its beginning, from 1. */
  line: number;
  text: string;
}

/** Paragraphs, entries of lists, and cells of tables, with the lines' ends as they are and inline code as one word. */
function piecesOf(markdown: string): Piece[] {
  const pieces: Piece[] = [];
  let open: Piece | undefined;
  let fence: string | undefined;
  for (const [index, whole] of markdown.split('\n').entries()) {
    const line = index + 1;
    const mark = /^ *(```|~~~)/.exec(whole)?.[1];
    if (mark && (fence === undefined || fence === mark)) fence = fence ? undefined : mark;
    const isCode = fence !== undefined || mark !== undefined || (!open && /^ {4,}(?![-*] |\d+\. )/.test(whole));
    if (isCode || whole.trim() === '') {
      open = undefined;
    } else if (/^ *\|/.test(whole)) {
      open = undefined;
      pieces.push(...whole.split('|').map((cell) => ({ line, text: plain(cell) })));
    } else if (open && !/^ *(?:[-*] |\d+\. |#)/.test(whole)) {
      open.text += `\n${plain(whole)}`;
    } else {
      open = { line, text: plain(whole.replace(/^ *(?:[-*] |\d+\. |#+ )/, '')) };
      pieces.push(open);
      if (/^ *#/.test(whole)) open = undefined;
    }
  }
  return pieces;
}

/** As it is read: without the addresses of links, and inline code as one word, which may begin a sentence. */
function plain(line: string): string {
  return line.replaceAll(/`[^`]*`/g, 'Code').replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1');
}
