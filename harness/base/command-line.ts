/**
 * A command of Redistill, as the user can type it: `npm run suite digits -- --dry-run`, or `npx redistill suite digits
 * --dry-run` where they started the program so.
 * @param words the command with its arguments, such as `suite digits --dry-run`
 */
export function commandLine(words: string): string {
  const { REDISTILL_STARTED_AS: name } = process.env;
  if (name) return `${name} ${words}`;
  // npm runs commands of the program, and not the program itself.
  if (words.startsWith('-')) return `npx redistill ${words}`;
  // npm keeps options for itself unless -- stands before them.
  return `npm run ${words.replace(/ -(?=[-a-z])/, ' -- -')}`;
}

/** A word as a shell wants it: in quotes where it needs them. */
export function shellWord(word: string): string {
  return /^[\w./:=,@%+~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
