import { commandLine } from '../../base/command-line.ts';
import { type Configuration, teachersOf } from '../../job/job.ts';
import { multiplyAccumulatesOf, type NetworkName } from '../../job/network.ts';
import type { Result } from '../../job/result.ts';
import { type MachineSpeed, multiplyAccumulatesPerSecond, readSpeed } from '../../results/speed.ts';
import type { Plan } from '../../suite/plan.ts';
import { Pace } from '../local/pace.ts';
import { Progress } from '../local/progress.ts';
import { duration } from '../local/progress-lines.ts';
import { defaultSpeed } from './default-speed.ts';
import type { Images } from './images.ts';

const twoDays = 2 * 24 * 60 * 60;

export interface EstimateOptions {
  /** The folder for everything that runs produce. */
  results: string;
  images: Images;
  /** How many jobs run at a time. */
  slots: number;
  /** How many of them share what one has room for. */
  crowding: number;
  /** Do they have GPUs? */
  onGpus: boolean;
}

/** How long the rest of a plan is going to take, and what that rests on, in a sentence. */
export async function estimate(
  { jobs }: Plan,
  done: ReadonlyMap<string, Result>,
  { results, images, slots, crowding, onGpus }: EstimateOptions,
): Promise<string> {
  const { speed, origin } = await speedFor(onGpus, results);
  const pace = new Pace(
    (configuration) => speed && secondsAnEpoch(configuration, images(configuration.dataset) ?? 0, speed),
  );
  const seconds = new Progress(jobs, done, slots, undefined, pace).secondsLeft();
  if (seconds === undefined) return `How long it takes is not known: ${origin}.`;
  const measured = ['', ' and the one job that is done'][done.size] ?? ` and the ${done.size} jobs that are done`;
  return `About ${hours(seconds * crowding)}, ${slots} at a time, by ${origin}${measured}.`;
}

/** By the arithmetic alone: forward and backward of the network and its peer, forward of each teacher; of a probe, forward alone. */
function secondsAnEpoch(configuration: Configuration, count: number, speed: MachineSpeed): number {
  const pass = (network: NetworkName) => multiplyAccumulatesOf(network) / multiplyAccumulatesPerSecond(speed, network);
  if (configuration.kind === 'probe') return count * pass(configuration.network);
  const { teacher = undefined, peer = undefined } = configuration.kind === 'student' ? configuration : {};
  const taught = teacher ? teachersOf(configuration).length * pass(teacher.network) : 0;
  return count * (3 * pass(configuration.network) + taught + (peer ? 3 * pass(peer) : 0));
}

async function speedFor(onGpu: boolean, results: string): Promise<{ speed: MachineSpeed | undefined; origin: string }> {
  const own = await readSpeed(results);
  const fits = (speed: MachineSpeed) => (speed.device === 'GPU') === onGpu;
  if (own && fits(own)) return { speed: own, origin: `the benchmark of ${own.date} on this machine` };
  const cure = `\`${commandLine('bench engine')}\` measures this one`;
  if (!fits(defaultSpeed)) return { speed: undefined, origin: cure };
  const { jobs, device } = defaultSpeed;
  return { speed: defaultSpeed, origin: `a benchmark on another machine (${jobs} cores, ${device}; ${cure})` };
}

/** `5h 12m`, `61,234 hours` */
function hours(seconds: number): string {
  return seconds < twoDays ? duration(seconds) : `${Math.round(seconds / 3600).toLocaleString('en')} hours`;
}
