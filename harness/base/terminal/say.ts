let quiet = false;

/** Lets `say` and meters print nothing from now on, or again: what `--quiet` asks for. */
export function setQuiet(value: boolean): void {
  quiet = value;
}

export function isQuiet(): boolean {
  return quiet;
}

/** Prints what a command is doing, unless it is to be quiet: on standard error, so that its own output stays clean. */
export function say(line: string): void {
  if (!quiet) warn(line);
}

/** Prints what must not be missed, quiet or not. */
export function warn(line: string): void {
  console.error(`redistill: ${line}`);
}
