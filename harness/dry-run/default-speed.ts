import type { Speed } from '../bench/speed.ts';

/** Of the machine that Redistill was developed on, as `npm run bench -- engine` measured it. */
export const defaultSpeed: Speed = {
  date: '2026-11-24',
  device: 'AMD EPYC',
  jobs: 2,
  threads: 1,
  rates: { resnet20: 20e9 },
};
