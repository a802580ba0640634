import { largerThanAllowed } from '../../base/files/files.ts';
import { exitCode, isSystemError, Problem } from '../../base/problem.ts';

/** What TensorFlow, oneDNN (whose status 1 it is), V8 and Node say when memory runs out. */
const memory =
  /OOM when allocating|RESOURCE_EXHAUSTED|[Oo]ut of memory|bad_alloc|Status: 1, message: could not|Array buffer allocation failed|ENOMEM/;
/** What CUDA says about a GPU that cannot be used any more. */
const device = /CUDA_ERROR_\w+|CUDA error|GPU is lost|device-side assert|cudaError\w+|CUDNN_STATUS_\w+/;

/** An error of a library that comes of the machine, as a Problem; any other one as it is. */
export function machineFailure(error: unknown): unknown {
  if (error instanceof Problem) return error;
  if (isSystemError(error, 'EFBIG')) return largerThanAllowed(error.path ?? "One of the job's files", error);
  const message = error instanceof Error ? error.message : String(error);
  const [first] = message.split('\n');
  if (memory.test(message)) {
    return new Problem(
      `Memory ran out (${first})`,
      'Run fewer jobs at once, or close what else needs memory',
      exitCode.memory,
      { cause: error },
    );
  }
  if (device.test(message)) {
    return new Problem(`The GPU failed (${first})`, 'See `nvidia-smi` and the log of the driver', exitCode.deviceLost, {
      cause: error,
    });
  }
  return error;
}
