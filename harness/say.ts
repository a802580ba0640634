/** Tells the user what a command is at: on standard error, so that its own output stays clean. */
export function say(line: string): void {
  console.error(`redistill: ${line}`);
}
