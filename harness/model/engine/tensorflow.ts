import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import type * as Core from '@tensorflow/tfjs-core';
import type { node } from '@tensorflow/tfjs-node-gpu';
import { commandLine } from '../../base/command-line.ts';
import { availableCores } from '../../base/machine/capacity.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { addOnsFolder } from './add-ons.ts';
import { quietly, usualLevel } from './standard-error.ts';

// tfjs-node 4.22 calls a function that Node 23 removed.
const legacy = util as { isNullOrUndefined?: (value: unknown) => boolean };
legacy.isNullOrUndefined ??= (value) => value === null || value === undefined;

/** What Redistill uses of TensorFlow.js: see tensorflow-js.cjs. */
export type TensorFlow = typeof Core & { node: Pick<typeof node, 'summaryFileWriter'> };

interface CompiledJs {
  load(binding: unknown): TensorFlow;
}

const require = createRequire(import.meta.url);

/** The one file that the set-up makes of what is used; undefined where it could not be made. */
function compiledJs(): CompiledJs | undefined {
  try {
    return require(join(addOnsFolder(), 'tensorflow.cjs'));
  } catch {
    return undefined;
  }
}

/** What TensorFlow reads of the environment when it is loaded; what the user has set stays. */
function prepareEnvironment(): void {
  // Informational lines of TensorFlow's own would bury ours in a job's log; errors still show there.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= usualLevel;
  // TensorFlow leaves oneDNN off on processors without AVX-512, where it is more than twice as fast all the same
  // (a resnet20 training step on an AVX2 machine: 145 ms with it, 345 ms without).
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
  // Kernels that may add in another order from run to run are replaced, or refused.
  process.env.TF_DETERMINISTIC_OPS ??= '1';
  // By default it takes a thread for each core of the machine, of which a container may have a quota.
  const cores = String(availableCores());
  process.env.TF_NUM_INTRAOP_THREADS ??= cores;
  process.env.TF_NUM_INTEROP_THREADS ??= cores;
  process.env.OMP_NUM_THREADS ??= cores;
}

function load(): TensorFlow {
  prepareEnvironment();
  try {
    return quietly(
      () =>
        compiledJs()?.load(require(join(addOnsFolder(), 'tfjs_binding.node'))) ?? require('@tensorflow/tfjs-node-gpu'),
    );
  } catch (error) {
    throw new Problem(
      `TensorFlow cannot be loaded (${error instanceof Error ? error.message.split('\n')[0] : error})`,
      `Run \`${commandLine('doctor')}\`, which installs what is missing`,
      exitCode.machine,
      { cause: error },
    );
  }
}

/**
 * TensorFlow.js on the native TensorFlow runtime: loaded once a process, when it is first used. Loading it takes a
 * second, which whoever reads only what networks and distillers declare (a plan, a table) is not to wait for.
 */
export const tf = lazily(load);
export type Tensor = Core.Tensor;

/** Something that is made when one of its properties is first read. */
function lazily<Made extends object>(make: () => Made): Made {
  let made: Made | undefined;
  return new Proxy({} as Made, {
    get(_, name) {
      made ??= make();
      return made[name as keyof Made];
    },
  });
}
