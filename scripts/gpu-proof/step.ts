import type { Device, Finding } from './proof.ts';
import type { Redistill } from './redistill.ts';

/** What a step has to work with. */
export interface Place {
  device: Device;
  /** Is a part of the step enough? */
  short: boolean;
  /** The step's own; it may hold what an earlier try has left. */
  folder: string;
  /** RepDistiller's checkout and a Python for it, where they were given. */
  reference: { folder: string; python: string } | undefined;
  /** Runs a command of Redistill on the device, until the step's time is over. */
  redistill: Redistill;
}

/** One thing that is to be shown. */
export interface Step {
  /** What is shown, as a heading. */
  title: string;
  /** How long it may take. */
  minutes: number;
  run(place: Place): Promise<Finding>;
}

type Facts = NonNullable<Finding['facts']>;

export function passed(facts: Facts = {}, output?: string): Finding {
  return { outcome: 'passed', facts, ...(output !== undefined && { output }) };
}

/** @param why a sentence without its full stop */
export function failed(why: string, output?: string): Finding {
  return { outcome: 'failed', why, ...(output !== undefined && { output }) };
}

/** @param why a sentence without its full stop */
export function impossible(why: string): Finding {
  return { outcome: 'not possible here', why };
}
