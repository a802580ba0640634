import { type Calque, calques } from './calques.ts';

/** Something in a text that should be written otherwise. */
export interface Finding {
  /** From 1. */
  line: number;
  what: string;
  write: string;
}

/** Between two words: blanks, or a line's end with what begins the next line of a comment, a quotation or a string. */
const gap = '(?:[ \\t]+|\\s*\\n\\s*(?:(?://|\\*|#|>)[ \\t]*)?)';

function expressionOf({ words }: Calque): RegExp {
  return new RegExp(`(?<![\\w'])${words.replaceAll(' ', gap)}(?!\\w)`, 'gim');
}

const expressions = calques.map((calque) => ({ calque, expression: expressionOf(calque) }));

/**
 * The calques in a text, line by line.
 * @param kind a Markdown file is a document, a source is not
 */
export function findCalques(text: string, kind: 'document' | 'source'): Finding[] {
  const findings = expressions
    .filter(({ calque }) => kind === 'document' || calque.only !== 'documents')
    .flatMap(({ calque: { write }, expression }) =>
      [...text.matchAll(expression)].map(({ 0: found, index }) => ({
        line: text.slice(0, index).split('\n').length,
        what: `"${found.replaceAll(/\s+(?:(?:\/\/|\*|#|>)\s+)?/g, ' ')}"`,
        write,
      })),
    );
  return findings.toSorted((a, b) => a.line - b.line);
}
