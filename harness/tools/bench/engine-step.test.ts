import { expect, test } from 'vitest';
import type { NetworkName } from '../../job/network.ts';
import { engineStep } from './engine-step.ts';

test.each<NetworkName>(['resnet20', 'resnet8x4'])('%s: replay and eager take the same five steps', async (network) => {
  const losses = async (mode: 'eager' | 'replay') => {
    const { program, run } = await engineStep(network, 8, mode);
    const losses = Array.from({ length: 5 }, run);
    program.dispose();
    return losses;
  };
  const [eager, replay] = [await losses('eager'), await losses('replay')];
  expect(new Set(eager).size).toBe(5);
  eager.forEach((loss, step) => {
    expect(Math.abs(replay[step]! - loss) / loss, `step ${step}`).toBeLessThan(1e-5);
  });
});
