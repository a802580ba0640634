import { failed, passed, type Step } from '../step.ts';

export const doctor: Step = {
  title: 'Redistill sets itself up, and computes on the device',
  minutes: 15,
  async run({ redistill }) {
    const { code, out, reason } = await redistill(['doctor']);
    return code === 0 ? passed({}, out) : failed(reason, out);
  },
};
