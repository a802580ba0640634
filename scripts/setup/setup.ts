import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../harness/base/files/cache.ts';
import { removeLeftovers } from '../../harness/base/files/partial-folder.ts';
import { isSystemError } from '../../harness/base/problem.ts';
import { addOnsVariable } from '../../harness/model/engine/add-ons.ts';
import {
  bindingFile,
  compileBinding,
  compileOwnAddOn,
  type OwnAddOn,
  ownAddOnFile,
  ownAddOns,
  place,
} from './binding.ts';
import { openCache } from './cache.ts';
import { chooseWheels } from './choose-wheels.ts';
import { linkCuda } from './cuda-of-machine.ts';
import type { Build } from './device.ts';
import { checkCompiler, checkPlatform, checkPython, thisPlatform } from './machine.ts';
import { installRuntime, isWhole, runtimeFolder } from './runtime.ts';
import { compileTensorFlowJs } from './tensorflow-js.ts';
import { type Wheel, wheels } from './wheels.ts';

/** What the set-up works from; each has its default. */
export interface SetUpOptions {
  /** PATH, HOME and the REDISTILL_ variables; this process's own unless given. */
  environment?: NodeJS.ProcessEnv;
  /** The pinned wheels of each build; those of wheels.ts unless given. */
  pins?: Readonly<Record<Build, readonly Wheel[]>>;
  /** Further arguments for pip, such as `--no-index`; none unless given. */
  pipArguments?: readonly string[];
  /** The node_modules folder; the one with TensorFlow.js unless given. */
  packages?: string;
}

/**
 * Makes TensorFlow ready: its wheels are fetched and unpacked into the cache, the binding is compiled and put into
 * node_modules, or into the cache where node_modules cannot be written; each only where it is missing. Where nothing is, it only looks, silently and without the network.
 * @throws Problem for whatever the machine lacks
 */
export async function setUp(options: SetUpOptions = {}): Promise<void> {
  const { environment = process.env, pins = wheels, pipArguments = [] } = options;
  const { packages = packagesFolder() } = options;
  const { wheels: build, cuda } = chooseWheels(environment, pins);
  const cache = openCache(cacheFolder(environment));
  removeLeftovers(cache);
  const runtime = runtimeFolder(cache, build);
  if (!isWhole(runtime)) {
    // All that could be missing is named before anything large is fetched.
    checkPlatform(thisPlatform());
    checkPython(environment);
    checkCompiler(environment);
    await installRuntime(cache, build, pipArguments, environment);
  }
  if (cuda) linkCuda(runtime, cuda);
  const binding = bindingFile(runtime, packages);
  const ownFile = (addOn: OwnAddOn) => ownAddOnFile(addOn, runtime, packages);
  const isMissing = !existsSync(binding);
  const own = join(packages, '@tensorflow/tfjs-node-gpu/lib/napi-v8');
  if (isMissing) checkCompiler(environment);
  await Promise.all([
    isMissing && compileBinding(cache, runtime, packages, environment),
    // Without them everything works, more slowly, or with TensorFlow's lines in sight: no reason to end here.
    ...ownAddOns.map(
      (addOn) =>
        existsSync(ownFile(addOn)) || compileOwnAddOn(addOn, cache, runtime, packages, environment).catch(() => {}),
    ),
    // Now, as g++ leaves a processor idle; below it is there then.
    isMissing && compileTensorFlowJs(packages, own).catch(() => {}),
  ]);
  // Again: pip and g++ outlive a set-up that is killed, and may have written while the first look removed what it left.
  if (isMissing) removeLeftovers(cache);
  const placeIn = async (folder: string) => {
    await place(binding, folder, 'tfjs_binding.node');
    for (const addOn of ownAddOns) {
      const file = ownFile(addOn);
      if (existsSync(file)) await place(file, folder, `${addOn.name}.node`).catch(() => {});
    }
    // Without it the whole package is loaded instead, which takes longer.
    await compileTensorFlowJs(packages, folder).catch(() => {});
  };
  delete process.env[addOnsVariable];
  try {
    await placeIn(own);
  } catch (error) {
    // Another user has installed the packages.
    if (!isSystemError((error as Error).cause, 'EACCES', 'EPERM', 'EROFS')) throw error;
    const folder = join(cache, `add-ons-${createHash('sha256').update(packages).digest('hex').slice(0, 12)}`);
    await placeIn(folder);
    process.env[addOnsVariable] = folder;
  }
}

/** The node_modules folder that TensorFlow.js is in: this clone's, or that of a project which has installed Redistill. */
function packagesFolder(): string {
  const manifest = createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json');
  return dirname(dirname(dirname(manifest)));
}
