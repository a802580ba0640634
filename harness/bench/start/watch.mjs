/**
 * Loaded before a job's program (`node --import watch.mjs`): notes when it takes its first and its last training step, and
 * when it reaches its milestones, and writes them at its end. It watches the native binding alone, so that it works for
 * any version of Redistill. Plain JavaScript, so that it needs no other modules.
 */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** Milliseconds since the epoch. */
const now = () => performance.timeOrigin + performance.now();

const times = { node: now() };

/** The binding, with one function of it watched: its own properties cannot be replaced. */
function watched(binding) {
  const runSavedModel = (...args) => {
    const isStep = String(args[3]).startsWith('train/');
    const outputs = binding.runSavedModel(...args);
    if (isStep) {
      times.firstStep ??= now();
      times.lastStep = now();
    }
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
    writeFileSync(process.env.REDISTILL_BENCH_START, JSON.stringify({ ...times, marks: Object.fromEntries(marks) }));
  });
}
