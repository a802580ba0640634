import type { Attribute } from '../kernel.ts';
import type { Tensor } from '../tensorflow.ts';
import type { Variable } from '../variable.ts';

/** What an op may tell the recorder beside the kernels that it calls. See `Recorder`. */
export interface InPlace {
  updateInPlace(op: string, handles: Variable[], inputs: Tensor[], attributes: Attribute[]): void;
  readInPlace(op: string, whole: Tensor, inputs: Tensor[], attributes: Attribute[], part: Tensor, after?: Tensor): void;
}

let current: InPlace | undefined;

/** The recorder at work, if a step is being recorded. */
export function currentRecorder(): InPlace | undefined {
  return current;
}

/** Says which recorder is at work, or that none is. */
export function setCurrentRecorder(recorder: InPlace | undefined): void {
  current = recorder;
}
