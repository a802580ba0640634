import { exitCode, explain, isSystemError, Problem } from '../problem.ts';

const closed = new AbortController();
let isHeeded = false;

/** Aborted when nobody reads what is printed any more, as behind `| head -1` after its line. */
export const outputClosed = closed.signal;

/**
 * Keeps what goes wrong with standard output and standard error from ending the process with a stack trace. Where nobody reads
 * any more, a command goes on without a word, and ends as it would have; what runs for long listens to `outputClosed`. Where
 * standard output cannot be written otherwise, it says so, and ends with `storage`.
 */
export function heedOutput(): void {
  if (isHeeded) return;
  isHeeded = true;
  let isLost = false;
  process.stdout.on('error', (error) => {
    if (isSystemError(error, 'EPIPE')) closed.abort();
    else if (!isLost) {
      isLost = true;
      explain(lost(error));
    }
  });
  process.stderr.on('error', (error) => {
    // There is nowhere left to say anything else.
    if (isSystemError(error, 'EPIPE')) closed.abort();
  });
  // The error may come after the command has ended.
  process.on('exit', (code) => {
    if (isLost && code === exitCode.done) process.exitCode = exitCode.storage;
  });
}

function lost(cause: Error): Problem {
  const isFull = isSystemError(cause, 'ENOSPC', 'EDQUOT');
  const why = isFull ? 'its disk is full' : cause.message;
  return new Problem(`standard output cannot be written: ${why}`, 'Make room, or send it elsewhere', exitCode.storage, {
    cause,
  });
}
