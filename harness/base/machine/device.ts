import { exitCode, Problem } from '../problem.ts';

/**
 * Which device the user asked for by REDISTILL_DEVICE: `cpu` leaves GPUs alone, `gpu` insists on one.
 * @throws Problem for any other value, and for a GPU with TensorFlow's build for processors
 */
export function askedDevice(environment: NodeJS.ProcessEnv): 'cpu' | 'gpu' | undefined {
  const device = environment.REDISTILL_DEVICE || undefined;
  if (device !== undefined && device !== 'cpu' && device !== 'gpu') {
    throw new Problem(`REDISTILL_DEVICE is '${device}'`, 'Set it to cpu or gpu, or leave it out');
  }
  if (device === 'gpu' && environment.REDISTILL_TENSORFLOW === 'cpu') {
    throw new Problem(
      'REDISTILL_DEVICE=gpu asks for a GPU, and REDISTILL_TENSORFLOW=cpu for a TensorFlow that knows none',
      'Leave one of them out',
    );
  }
  return device;
}

/**
 * Hides the GPUs from this process where REDISTILL_DEVICE=cpu leaves them alone. TensorFlow looks for them when it is loaded.
 * @throws Problem as `askedDevice`
 */
export function heedDevice(environment: NodeJS.ProcessEnv): void {
  if (askedDevice(environment) === 'cpu') environment.CUDA_VISIBLE_DEVICES = '-1';
}

/**
 * @throws Problem where a GPU was asked for and TensorFlow does not compute on one; with REDISTILL_DEVICE=cpu none was,
 * whatever the build
 */
export function checkGpu(used: boolean, environment: NodeJS.ProcessEnv): void {
  if (askedDevice(environment) === 'cpu') return;
  const asked = Object.entries({ REDISTILL_TENSORFLOW: 'cuda', REDISTILL_DEVICE: 'gpu' }).find(
    ([name, value]) => environment[name] === value,
  );
  if (used || asked === undefined) return;
  throw new Problem(
    `${asked.join('=')} asks for a GPU, and TensorFlow does not use one`,
    'Check that `nvidia-smi -L` lists it and that CUDA_VISIBLE_DEVICES does not hide it, or do not ask for one',
    exitCode.machine,
  );
}
