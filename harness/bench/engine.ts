import { Bench } from 'tinybench';
import type { NetworkName } from '../job/network.ts';
import { type EngineStep, engineStep } from './engine-step.ts';

const batch = 64;
/** The two ways are measured in turn and compared round by round: a machine whose speed drifts slows both alike. */
const rounds = 12;
const stepsARound = 2;
const selection: NetworkName[] = ['resnet20', 'resnet8x4'];

interface Round {
  /** Milliseconds a step. */
  eager: number;
  replay: number;
}

/** Measures replay against eager on the same whole training steps, in one run; prints medians and their ratio. */
export async function benchEngine(): Promise<number> {
  console.log(`A training step of ${batch} images of 32x32x3: medians of ${rounds} rounds, measured in turn`);
  for (const network of selection) {
    const steps = {
      eager: await engineStep(network, batch, 'eager'),
      replay: await engineStep(network, batch, 'replay'),
    };
    const measured: Round[] = [];
    for (let round = 0; round < rounds; round++) measured.push(await measure(steps));
    for (const { program } of Object.values(steps)) program.dispose();
    const eager = median(measured.map((round) => round.eager)).toFixed(0);
    const replay = median(measured.map((round) => round.replay)).toFixed(0);
    const ratio = median(measured.map((round) => round.eager / round.replay)).toFixed(2);
    console.log(`${network.padEnd(10)} eager ${eager} ms, replay ${replay} ms: ${ratio} times as fast`);
  }
  return 0;
}

async function measure(steps: Record<keyof Round, EngineStep>): Promise<Round> {
  const bench = new Bench({ iterations: stepsARound, time: 0, warmupIterations: 1, warmupTime: 0 });
  for (const [name, step] of Object.entries(steps)) bench.add(name, () => void step.run());
  const times = (await bench.run()).map(({ name, result }) => {
    if (!('latency' in result)) throw new Error(`the ${name} step was not measured: it is ${result.state}`);
    return [name, result.latency.mean] as const;
  });
  return Object.fromEntries(times) as unknown as Round;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle - 0.5)]! + sorted[Math.ceil(middle - 0.5)]!) / 2;
}
