/**
 * Reads JSON as people write it: in UTF-8 or UTF-16, with a byte order mark or without (Notepad and PowerShell put one), with
 * comments, and with commas behind the last of a list.
 * @throws SyntaxError with one line that says what is wrong, and where
 */
export function parseJson(bytes: Uint8Array): unknown {
  // What is taken out leaves as much room as it took, so that places stay what they are.
  const bare = decode(bytes).replace(commentOrString, blank).replace(commaOrString, blank);
  if (bare.trim() === '') throw new SyntaxError('it is empty');
  let value: unknown;
  try {
    value = JSON.parse(bare);
  } catch (error) {
    throw new SyntaxError(where(String((error as Error).message), bare), { cause: error });
  }
  refuseRepeatedNames(bare);
  return value;
}

const nameOrBracket = /"(?:\\.|[^"\\])*"(?=(\s*:)?)|[{}[\]]/g;

/** JSON.parse takes the last of two fields of one name, so that the first is lost without a word. */
function refuseRepeatedNames(text: string): void {
  const names: Set<string>[] = [];
  for (const { 0: found, 1: colon, index } of text.matchAll(nameOrBracket)) {
    if (found === '{' || found === '[') names.push(new Set());
    else if (found === '}' || found === ']') names.pop();
    else if (colon !== undefined) {
      const name = String(JSON.parse(found));
      if (names.at(-1)!.has(name)) throw new SyntaxError(`${found} stands there a second time ${placeIn(text, index)}`);
      names.at(-1)!.add(name);
    }
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

/** V8's message without what it quotes, with a line and a column. */
function where(message: string, text: string): string {
  const [, why, position] = /^(.*?)(?: in JSON| after JSON)? at position (\d+)/s.exec(message) ?? [];
  if (why !== undefined) return `${why} ${placeIn(text, Number(position))}`;
  const bare = message.replace(/, (\.\.\.)?".*"(\.\.\.)? is not valid JSON$/s, '');
  return bare === message ? message : `${bare} ${placeIn(text, firstFault(text))}`;
}

function placeIn(text: string, position: number): string {
  const before = text.slice(0, position).split(/\r\n?|\n/);
  return `in line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

/** Where the first character is that cannot stand there: V8 does not say it of every fault. */
function firstFault(text: string): number {
  let [right, wrong] = [0, text.length];
  while (wrong - right > 1) {
    const middle = Math.floor((right + wrong) / 2);
    if (canGoOn(text.slice(0, middle))) right = middle;
    else wrong = middle;
  }
  return right;
}

/** Can JSON begin so? */
function canGoOn(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const { message } = error as Error;
    const position = Number(/ at position (\d+)/.exec(message)?.[1] ?? Number.NaN);
    // An escape sequence that is cut off counts from its beginning.
    return message.startsWith('Unexpected end') || position >= text.length - (/escape/i.test(message) ? 6 : 0);
  }
}
