import { Problem } from './problem.ts';

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
