/** What an error of `tar-stream` says of the archive that it reads; undefined where it is another error. */
export function tarFault(error: unknown): 'cut' | 'no archive' | 'damaged' | undefined {
  if (!(error instanceof Error)) return undefined;
  if (/^unexpected end of data/i.test(error.message)) return 'cut';
  if (/^invalid tar header/i.test(error.message)) return 'no archive';
  return /^(invalid header|header exceeds max size)/i.test(error.message) ? 'damaged' : undefined;
}
