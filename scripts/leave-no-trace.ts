/**
 * Before each file of tests: what it changes of the process is put back behind it, for the next file runs in the same one.
 * Files that share a process load modules, TensorFlow among them, once.
 */
import { afterAll, vi } from 'vitest';

const environment = { ...process.env };
const folder = process.cwd();

/** Some of these TensorFlow reads long after it was loaded, and it stays loaded. */
const isTensorFlows = (name: string) => /^(TF_|OMP_)/.test(name);

afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const name of Object.keys(process.env)) {
    if (!(name in environment) && !isTensorFlows(name)) delete process.env[name];
  }
  Object.assign(process.env, environment);
  process.chdir(folder);
});
