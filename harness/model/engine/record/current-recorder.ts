import type { Recorder } from './recorder.ts';

let current: Recorder | undefined;

/** The recorder at work, if a step is being recorded. */
export function currentRecorder(): Recorder | undefined {
  return current;
}

/** Says which recorder is at work, or that none is. */
export function setCurrentRecorder(recorder: Recorder | undefined): void {
  current = recorder;
}
