import { Bench } from 'tinybench';
import type { NetworkName } from '../job/network.ts';
import { engineStep } from './engine-step.ts';

const batch = 64;
/** The two ways are measured in turn, so that a machine whose speed drifts slows both. */
const rounds = 5;
const stepsARound = 4;
const selection: NetworkName[] = ['resnet20', 'resnet8x4'];

/** Measures replay against eager on the same whole training steps, in one run; prints medians and their ratio. */
export async function benchEngine(): Promise<number> {
  console.log(`A training step of ${batch} images of 32x32x3, median of ${rounds * stepsARound} steps:`);
  for (const network of selection) {
    const eager = await engineStep(network, batch, 'eager');
    const replay = await engineStep(network, batch, 'replay');
    const samples = { eager: [] as number[], replay: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      const bench = new Bench({
        iterations: stepsARound,
        time: 0,
        warmupIterations: 1,
        warmupTime: 0,
        retainSamples: true,
      });
      bench.add('eager', () => void eager.run()).add('replay', () => void replay.run());
      for (const { name, result } of await bench.run()) {
        if (!('latency' in result)) throw new Error(`the step was not measured: ${JSON.stringify(result)}`);
        samples[name as keyof typeof samples].push(...(result.latency.samples ?? []));
      }
    }
    eager.program.dispose();
    replay.program.dispose();
    const [eagerTime, replayTime] = [median(samples.eager), median(samples.replay)];
    const ratio = (eagerTime / replayTime).toFixed(2);
    console.log(
      `${network.padEnd(10)} eager ${eagerTime.toFixed(0)} ms, replay ${replayTime.toFixed(0)} ms: ${ratio} times as fast`,
    );
  }
  return 0;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
