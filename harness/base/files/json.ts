/**
 * Reads JSON as people write it: in UTF-8 or UTF-16, with a byte order mark or without (Notepad and PowerShell put one), with
 * comments, and with commas behind the last of a list.
 * @throws SyntaxError with one line that says what is wrong, and where
 */
export function parseJson(bytes: Uint8Array): unknown {
  // What is taken out leaves as much room as it took, so that places stay what they are.
  const bare = decode(bytes).replace(commentOrString, blank).replace(commaOrString, blank);
  if (bare.trim() === '') throw new SyntaxError('it is empty');
  try {
    return JSON.parse(bare);
  } catch (error) {
    throw new SyntaxError(where(String((error as Error).message), bare), { cause: error });
  }
}

// A string that is not closed counts as one: JSON.parse says so then.
const commentOrString = /"(?:\\.|[^"\\])*"?|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;
const commaOrString = /"(?:\\.|[^"\\])*"?|,(?=\s*[}\]])/g;
const blank = (found: string) => (found.startsWith('"') ? found : found.replace(/\S/g, ' '));

function decode(bytes: Uint8Array): string {
  try {
    // Takes a byte order mark off.
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SyntaxError('it is no text in UTF-8 or UTF-16', { cause });
  }
}

/** JSON begins with an ASCII character: of UTF-16, one of its two bytes is 0. */
function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || second === 0) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || first === 0) return 'utf-16be';
  return 'utf-8';
}

/** V8's message without what it quotes; where it has a position, a line and a column stand in its place. */
function where(message: string, text: string): string {
  const [, why, position] = /^(.*?)(?: in JSON| after JSON)? at position (\d+)/s.exec(message) ?? [];
  if (why === undefined) return message.replace(/, (\.\.\.)?".*"(\.\.\.)? is not valid JSON$/s, '');
  const before = text.slice(0, Number(position)).split(/\r\n?|\n/);
  return `${why} in line ${before.length}, column ${before.at(-1)!.length + 1}`;
}
