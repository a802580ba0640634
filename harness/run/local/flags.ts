import ms, { type StringValue } from 'ms';
import { Problem } from '../../base/problem.ts';
import { listIn, numberIn } from '../../base/validate/option.ts';
import type { ViewKind } from './create-view.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { Retries } from './retries.ts';
import type { SlotOptions } from './slots.ts';

/** How a suite is to be run, as it is typed. */
export interface RunFlags {
  gpus?: string;
  jobsPerGpu: string;
  atOnce?: string;
  timeLimit?: string;
  stallAfter: string;
  retries: string;
  retryAfter: string;
  quiet?: true;
  json?: true;
}

/** The same, taken apart. @throws Problem where a number or a time is none */
export function runOptionsFrom(flags: RunFlags): SlotOptions & { limits: Limits; retries: Retries; view?: ViewKind } {
  const { gpus, jobsPerGpu, atOnce, timeLimit, stallAfter, retries, retryAfter, quiet, json } = flags;
  return {
    gpus: listIn(gpus),
    jobsPerGpu: numberIn('--jobs-per-gpu', jobsPerGpu),
    atOnce: atOnce === undefined ? undefined : numberIn('--at-once', atOnce, { most: 1024 }),
    limits: {
      ...defaultLimits,
      seconds: timeLimit === undefined ? undefined : secondsIn('--time-limit', timeLimit),
      stallSeconds: secondsIn('--stall-after', stallAfter),
    },
    retries: { most: numberIn('--retries', retries, { least: 0 }), seconds: secondsIn('--retry-after', retryAfter) },
    ...(quiet && { view: 'quiet' as const }),
    ...(json && { view: 'json' as const }),
  };
}

function secondsIn(option: string, text: string): number {
  const milliseconds = /^[\d.]+ ?[a-z]+$/i.test(text) ? ms(text as StringValue) : undefined;
  if (milliseconds !== undefined && milliseconds >= 1000) return milliseconds / 1000;
  throw new Problem(`${option} is '${text}'`, 'It must be a time of at least a second, such as 90s, 15m, 12h or 2d');
}
