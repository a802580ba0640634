/** How many of them are shown. */
const most = 5;

/** What stands below what is shown of a selection: the commands that show the others. */
export function otherLines(commands: readonly string[]): string[] {
  if (commands.length === 0) return [];
  const shown = commands.slice(0, most).map((command) => `  ${command}`);
  const more = commands.length > most ? [`  and ${commands.length - most} more`] : [];
  return ['', 'Other selections have run too:', ...shown, ...more];
}
