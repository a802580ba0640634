import { parentPort } from 'node:worker_threads';
import { Problem } from '../../base/problem.ts';

/** What a thread of `Threads` sends back; an error of another kind ends it. */
export type ThreadAnswer<Made> = { made: Made } | { problem: Pick<Problem, 'message' | 'cure' | 'code'> };

/**
 * Makes a thread of `Threads` answer each request.
 * @param memoryOf the memory of what was made, which is handed over and not copied
 */
export function answerRequests<Request, Made>(
  make: (request: Request) => Promise<Made>,
  memoryOf: (made: Made) => ArrayBufferLike[],
): void {
  parentPort!.on('message', async (request: Request) => {
    try {
      const made = await make(request);
      parentPort!.postMessage({ made } satisfies ThreadAnswer<Made>, memoryOf(made) as ArrayBuffer[]);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { message, cure, code } = error;
      parentPort!.postMessage({ problem: { message, cure, code } } satisfies ThreadAnswer<Made>);
    }
  });
}
