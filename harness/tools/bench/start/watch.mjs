/**
 * Loaded before a job's program (`node --import watch.mjs`): notes when each training step is done and when the job reaches
 * its milestones, and writes this at its end. It watches the native binding alone, so that it works for any version of
 * Redistill. Plain JavaScript, so that it needs no other modules.
 */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** Milliseconds since the epoch. */
const now = () => performance.timeOrigin + performance.now();

const node = now();
/** When each training step was done. */
const steps = [];

/** The binding, with one function of it watched: its own properties cannot be replaced. */
function watched(binding) {
  const runSavedModel = (...args) => {
    const isStep = String(args[3]).startsWith('train/');
    const outputs = binding.runSavedModel(...args);
    if (isStep) steps.push(now());
    return outputs;
  };
  return Object.create(binding, { runSavedModel: { value: runSavedModel } });
}

if (isMainThread) {
  const { dlopen } = process;
  process.dlopen = (module, path, ...flags) => {
    dlopen.call(process, module, path, ...flags);
    if (path.endsWith('tfjs_binding.node')) module.exports = watched(module.exports);
  };
  process.on('exit', () => {
    const marks = performance
      .getEntriesByType('mark')
      .map(({ name, startTime }) => [name, performance.timeOrigin + startTime]);
    writeFileSync(process.env.REDISTILL_BENCH_START, JSON.stringify({ node, steps, marks: Object.fromEntries(marks) }));
  });
}
