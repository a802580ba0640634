/** Tells the user what the set-up is at: on standard error, so that a command's own output stays clean. */
export function say(line: string): void {
  console.error(`redistill: ${line}`);
}
