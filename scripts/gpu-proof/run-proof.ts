import { mkdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../../harness/base/files/files.ts';
import { makeFolder } from '../../harness/base/files/make-folder.ts';
import { availableCores } from '../../harness/base/machine/capacity.ts';
import { near } from '../../harness/base/near.ts';
import { type ExitCode, exitCode } from '../../harness/base/problem.ts';
import { say } from '../../harness/base/terminal/say.ts';
import { version } from '../../harness/base/version.ts';
import { freshFolder } from './fresh-folder.ts';
import { nvidiaSmi } from './nvidia-smi.ts';
import { pageOf } from './page.ts';
import { type Device, type Finding, type Machine, openProof, type StepName, writeProof } from './proof.ts';
import { OutOfTime, redistillOn } from './redistill.ts';
import { failed, type Place } from './step.ts';
import { steps } from './steps.ts';

export interface ProofOptions {
  device: Device;
  /** Is a part of each step enough? */
  short: boolean;
  /** The steps to run, whatever they came to before; undefined for those that did not pass yet. */
  steps: readonly StepName[] | undefined;
  /** How long a step may take at most; its own time where that is less. */
  minutes: number;
  reference: Place['reference'];
  /** The folder for everything that the proof leaves. */
  folder: string;
}

/**
 * Runs the steps, each to its end whatever the others come to, and keeps what they come to.
 * @returns `jobsFailed` where one that is known has failed
 * @throws Problem where an earlier proof in the folder is damaged or of another machine
 */
export async function runProof(options: ProofOptions): Promise<ExitCode> {
  const { device, short, folder } = options;
  await makeFolder(folder);
  const [path, page] = [join(folder, 'proof.json'), join(folder, 'proof.md')];
  const proof = await openProof(path, { device, short, machine: await thisMachine(device) });
  const names =
    options.steps ?? (Object.keys(steps) as StepName[]).filter((name) => proof.steps[name]?.outcome !== 'passed');
  for (const name of names) {
    say(`${name}: ${steps[name].title}`);
    const before = performance.now();
    if (proof.steps[name] && !proof.steps[name].outOfTime) await freshFolder(join(folder, name));
    const finding = await runStep(name, options);
    const seconds = Number(((performance.now() - before) / 1000).toFixed(1));
    proof.steps[name] = { ...finding, at: new Date().toISOString(), seconds };
    await writeProof(path, proof);
    await writeWhole(page, pageOf(proof, steps));
    say(`${name}: ${[finding.outcome, ...(finding.why ? [finding.why] : [])].join(': ')}`);
  }
  console.log(`${countOf(Object.values(proof.steps))}\nKept in ${near(path)} and ${near(page)}`);
  const isFailed = Object.values(proof.steps).some(({ outcome }) => outcome === 'failed');
  return isFailed ? exitCode.jobsFailed : exitCode.done;
}

async function runStep(name: StepName, { device, short, minutes, reference, folder }: ProofOptions): Promise<Finding> {
  const step = steps[name];
  const own = join(folder, name);
  await mkdir(own, { recursive: true });
  const limit = Math.min(minutes, step.minutes);
  const environment = {
    REDISTILL_DEVICE: device,
    // As jobs have it: CUDA's libraries round the factors of products by themselves otherwise.
    NVIDIA_TF32_OVERRIDE: '0',
    NO_COLOR: '1',
  };
  const redistill = redistillOn(environment, join(own, 'log.txt'), AbortSignal.timeout(limit * 60_000));
  try {
    return await step.run({ device, short, folder: own, reference, redistill });
  } catch (error) {
    if (error instanceof OutOfTime) return { ...failed(`it took longer than ${limit} minutes`), outOfTime: true };
    return failed(`it broke off: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
  }
}

async function thisMachine(device: Device): Promise<Machine> {
  return {
    redistill: version,
    node: process.versions.node,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableCores(),
    gpus: device === 'gpu' ? await nvidiaSmi('name') : [],
  };
}

/** `11 passed, 1 failed, 2 not possible here` */
function countOf(findings: readonly Finding[]): string {
  const outcomes = ['passed', 'failed', 'not possible here'] as const;
  return outcomes.map((name) => `${findings.filter(({ outcome }) => outcome === name).length} ${name}`).join(', ');
}
