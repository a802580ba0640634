import { appendFileSync, closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cannotRead, cannotWrite } from '../../base/files/files.ts';
import { isSystemError } from '../../base/problem.ts';
import { type Event, eventSchema } from './events.ts';

/** The journal of a suite's folder. */
export const journalFile = (folder: string) => join(folder, 'events.jsonl');

/** An event before it is written down; the journal adds the time. */
export type NewEvent = Event extends infer One ? (One extends Event ? Omit<One, 'at'> : never) : never;

/** Appends to a suite's journal. Only the process that has the suite's lock does. */
export class Journal {
  readonly #file: number;
  readonly #path: string;
  readonly #listeners: ((event: Event) => void)[] = [];

  /** @throws Problem where it cannot be written */
  constructor(folder: string) {
    this.#path = journalFile(folder);
    try {
      this.#file = openSync(this.#path, 'a+');
      this.#removeCutLine();
    } catch (cause) {
      throw cannotWrite(this.#path, cause);
    }
  }

  /** Calls it for each event from now on. */
  listen(listener: (event: Event) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Returns when the event is on the disk.
   * @throws Problem where it cannot be written
   */
  append(event: NewEvent): void {
    const whole = eventSchema.parse({ ...event, at: new Date().toISOString() });
    try {
      const { size } = fstatSync(this.#file);
      try {
        appendFileSync(this.#file, `${JSON.stringify(whole)}\n`);
        fsyncSync(this.#file);
      } catch (error) {
        // A disk that ran full has taken a part of it.
        ftruncateSync(this.#file, size);
        throw error;
      }
    } catch (cause) {
      throw cannotWrite(this.#path, cause);
    }
    for (const listener of this.#listeners) listener(whole);
  }

  close(): void {
    closeSync(this.#file);
  }

  /** Takes away what a killed process or a full disk left of a line. */
  #removeCutLine(): void {
    const { size } = fstatSync(this.#file);
    const byte = Buffer.alloc(1);
    let end = size;
    while (end > 0 && readSync(this.#file, byte, 0, 1, end - 1) === 1 && byte[0] !== 10) end--;
    if (end < size) ftruncateSync(this.#file, end);
  }
}

/**
 * The events of a suite's journal, oldest first; none where there is no journal. Lines that are no events, as after a
 * crash of the machine, are left out.
 * @throws Problem where it cannot be read
 */
export async function readJournal(folder: string): Promise<Event[]> {
  let text: string;
  try {
    text = await readFile(journalFile(folder), 'utf8');
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return [];
    throw cannotRead(journalFile(folder), cause);
  }
  // What stands behind the last line's end was cut off.
  return text.split('\n').slice(0, -1).flatMap(eventIn);
}

function eventIn(line: string): Event[] {
  try {
    const event = eventSchema.safeParse(JSON.parse(line));
    return event.success ? [event.data] : [];
  } catch {
    return [];
  }
}
