/** Counts and rates that programs keep beside weights: AveragedModel's, thop's, those of averages by hand, and batch norm's own. */
const counters = new Set([
  'num_batches_tracked',
  'n_averaged',
  'total_ops',
  'total_params',
  'num_updates',
  'updates',
  'decay',
  'epoch',
  'step',
  'global_step',
]);

/** Is a tensor of that name a counter, which no network needs for what it computes? */
export function isCounter(name: string): boolean {
  return counters.has(name.slice(name.lastIndexOf('.') + 1));
}
