import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Collects V8's garbage now. Arrays outside of its heap do not press it to: after a step was recorded, some hundred
 * megabytes of them would stay for as long as the job runs.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
