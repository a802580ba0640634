import { Bench } from 'tinybench';
import { counted } from '../../base/counted.ts';
import { near } from '../../base/near.ts';
import { median } from '../../base/statistics/median.ts';
import type { NetworkName } from '../../job/network.ts';
import { writeSpeed } from '../../results/speed.ts';
import { type EngineStep, engineStep } from './engine-step.ts';
import { measureSpeed } from './measure-speed.ts';
import { roundsMeter } from './rounds-meter.ts';

const batch = 64;
/** The two ways are measured in turn and compared round by round: a machine whose speed drifts slows both alike. */
const rounds = 12;
const stepsARound = 2;
const selection: NetworkName[] = ['resnet20', 'resnet8x4'];
/** The networks of the paper's tables. */
const paper: NetworkName[] = [
  ...(['resnet20', 'resnet32', 'resnet56', 'resnet110', 'resnet8x4', 'resnet32x4', 'ResNet50'] as const),
  ...(['wrn_16_2', 'wrn_40_1', 'wrn_40_2', 'vgg8', 'vgg13', 'MobileNetV2', 'ShuffleV1', 'ShuffleV2'] as const),
];

interface Round {
  /** Milliseconds a step. */
  eager: number;
  replay: number;
}

/**
 * Measures replay against eager on the same whole training steps, in one run, and prints medians and their ratio. Then
 * measures how fast jobs train, and keeps that in the folder of results: dry runs estimate with it.
 */
export async function benchEngine(results: string): Promise<number> {
  await compareModes();
  console.log(`Training steps as jobs have them, of ${paper.length} networks:`);
  const speed = await measureSpeed(paper);
  for (const [network, rate] of Object.entries(speed.rates)) {
    console.log(`${network.padEnd(11)} ${(rate / 1e9).toFixed(1).padStart(6)} billion multiply-accumulates a second`);
  }
  console.log(
    `${speed.jobs} at once, ${counted(speed.threads, 'thread')} each. Kept in ${near(await writeSpeed(speed, results))}`,
  );
  return 0;
}

async function compareModes(): Promise<void> {
  console.log(`A training step of ${batch} images of 32x32x3: medians of ${rounds} rounds, measured in turn`);
  const meter = roundsMeter(selection.length * rounds);
  for (const network of selection) {
    const steps = {
      eager: await engineStep(network, batch, 'eager'),
      replay: await engineStep(network, batch, 'replay'),
    };
    const measured: Round[] = [];
    for (let round = 0; round < rounds; round++) {
      measured.push(await measure(steps));
      meter.round();
    }
    for (const { program } of Object.values(steps)) program.dispose();
    const eager = median(measured.map((round) => round.eager)).toFixed(0);
    const replay = median(measured.map((round) => round.replay)).toFixed(0);
    const ratio = median(measured.map((round) => round.eager / round.replay)).toFixed(2);
    meter.above(() =>
      console.log(`${network.padEnd(10)} eager ${eager} ms, replay ${replay} ms: ${ratio} times as fast`),
    );
  }
  meter.close();
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
