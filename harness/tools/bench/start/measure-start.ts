import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { z } from 'zod';
import { exitCode, Problem } from '../../../base/problem.ts';
import { runnerVariable } from '../../../job/folder.ts';
import { type Milestone, milestones } from '../../../model/engine/milestone.ts';
import { environmentOf, type Slot } from '../../../run/local/slots.ts';

const watch = fileURLToPath(new URL('watch.mjs', import.meta.url));
const seenSchema = z.strictObject({
  node: z.number(),
  steps: z.array(z.number()).min(2),
  marks: z.record(z.string(), z.number()),
});

/** How long a job takes beside its training steps, in milliseconds. */
export interface Start {
  /** From the start of its process to the end of its first step, less what the second one took. */
  untilFirstStep: number;
  /** From the end of its last step to the end of its process. */
  afterLastStep: number;
  /** What the first of these consists of, by name; where the version that was measured notes its milestones. */
  parts: ReadonlyMap<string, number>;
}

/**
 * Trains the job of a folder, and measures its start and its end.
 * @param command trains the job of the folder that follows it
 * @throws Problem where it does not come to its result
 */
export async function measureStart(command: readonly string[], folder: string, slot: Slot): Promise<Start> {
  const notes = join(folder, 'start.json');
  const [program = process.execPath, ...args] = command;
  const began = Date.now();
  const child = await execa(program, ['--import', watch, ...args, folder], {
    env: { ...environmentOf(slot), [runnerVariable]: String(process.pid), REDISTILL_BENCH_START: notes },
    reject: false,
  });
  const ended = Date.now();
  if (child.exitCode !== exitCode.done) {
    const last = child.stderr.trim().split('\n').at(-1) ?? child.shortMessage;
    throw new Problem(`the job in ${folder} was not trained (${last})`, 'Look at the reason', exitCode.machine);
  }
  const { node, steps, marks } = seenSchema.parse(JSON.parse(await readFile(notes, 'utf8')));
  const [first, second] = steps as [number, number];
  // The first step as well prepares its graph, which the second one need not.
  const firstStep = first - (second - first);
  return {
    untilFirstStep: firstStep - began,
    afterLastStep: ended - steps.at(-1)!,
    parts: partsOf([['Node', node], ...namedMarks(marks), ['what only the first step takes', firstStep]], began),
  };
}

function namedMarks(marks: Readonly<Record<string, number>>): [string, number][] {
  return (Object.keys(milestones) as Milestone[]).flatMap((milestone) => {
    const time = marks[milestone];
    return time === undefined ? [] : [[milestones[milestone], time] as [string, number]];
  });
}

/** How long it took from each of these times to the next. */
function partsOf(times: readonly [string, number][], began: number): Map<string, number> {
  return new Map(times.map(([name, time], i) => [name, time - (times[i - 1]?.[1] ?? began)]));
}
