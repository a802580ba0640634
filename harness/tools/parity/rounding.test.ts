import { expect, test } from 'vitest';
import { agrees } from './compare.ts';
import { trajectoryParity } from './trajectories.ts';
import { type CaseVectors, readIndex } from './vectors.ts';

const read = (await readIndex('baselines/parity')).get('traj/resnet8_resnet14.kd.other')!;

/** The case with other hyper-parameters than those that its numbers were made with. */
async function withFault(fault: Record<string, number>): Promise<CaseVectors> {
  const vectors = await read();
  return { ...vectors, settings: (schema) => ({ ...(vectors.settings(schema) as object), ...fault }) as never };
}

const different = async (fault: Record<string, number>) =>
  (await trajectoryParity(await withFault(fault), 'replay')).filter((one) => !agrees(one));

test('a ReLU that falls on the other side is no difference', async () => {
  expect(await different({})).toEqual([]);
});

test.each([{ momentum: 0.49 }, { lr: 0.0303 }, { gamma: 0.71 }, { kd_T: 1.52 }])(
  'a hyper-parameter that is off by about 1 %% is one: %o',
  async (fault) => {
    expect(await different(fault)).not.toEqual([]);
  },
);
