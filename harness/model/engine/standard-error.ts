import { openSync } from 'node:fs';
import { ownAddOn } from './own-add-on.ts';

/**
 * TensorFlow writes lines of its own to file descriptor 2, from native code, and some whatever it is told. They are not
 * for whoever reads a command's output: while TensorFlow runs, the descriptor points to nowhere.
 */
const descriptor = 2;

/** The add-on of standard-error.cc, which the set-up compiles and puts beside TensorFlow.js's own. */
interface Descriptors {
  copy(descriptor: number): number;
  point(descriptor: number, other: number): number;
}

/** Which of its lines TensorFlow writes by default: errors. */
export const usualLevel = '2';

/** Who asks for more of them is to see them. The usual level may be inherited from a process of ours. */
let hides = [undefined, usualLevel].includes(process.env.TF_CPP_MIN_LOG_LEVEL);

/** Lets TensorFlow's lines through: for a process whose standard error is a log. */
export function showTensorFlowLines(): void {
  hides = false;
}

interface Redirection {
  begin(): void;
  end(): void;
}

let prepared: Redirection | undefined;

function prepare(): Redirection {
  // Where it could not be compiled, the lines show: no reason to fail.
  const asIs = { begin() {}, end() {} };
  const descriptors = ownAddOn<Descriptors>('standard_error');
  if (!descriptors) return asIs;
  const [nowhere, own] = [openNowhere(), descriptors.copy(descriptor)];
  if (nowhere === undefined || own < 0) return asIs;
  return {
    begin: () => descriptors.point(descriptor, nowhere),
    end: () => descriptors.point(descriptor, own),
  };
}

function openNowhere(): number | undefined {
  try {
    return openSync('/dev/null', 'w');
  } catch {
    return undefined;
  }
}

/** Calls native code of which no line reaches standard error. */
export function quietly<Result>(native: () => Result): Result {
  if (!hides) return native();
  prepared ??= prepare();
  prepared.begin();
  try {
    return native();
  } finally {
    prepared.end();
  }
}
