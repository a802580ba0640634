import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** So much outside of V8's heap may wait until V8 collects by itself: collecting takes longer than recording a small step. */
const bearableBytes = 2 ** 26;

/**
 * Collects V8's garbage where there may be much of it outside of its heap. Arrays there do not press it to: after a step was
 * recorded, some hundred megabytes of them would stay for as long as the job runs.
 */
export function collectArrays(): void {
  if (process.memoryUsage().arrayBuffers > bearableBytes) collectGarbage();
}

/** Collects V8's garbage now. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
