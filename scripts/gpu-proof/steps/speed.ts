import { join } from 'node:path';
import { Problem } from '../../../harness/base/problem.ts';
import { findReference } from '../../../harness/tools/bench/steps/reference.ts';
import { failed, impossible, type Place, passed, type Step } from '../step.ts';

/** What section Training steps of docs/speed.md has. */
const whole = ['--pairs', 'resnet32x4/resnet8x4,resnet56/resnet20', '--distillers', 'KD,CRD'];
const fewest = ['--images', '500', '--rounds', '1', '--steps', '1'];
const part = ['--pairs', 'resnet56/resnet20', '--distillers', 'KD', ...fewest];

/** Measures training steps of 64 images, with these options of `bench` besides. */
async function measured({ short, folder, redistill }: Place, ...options: string[]) {
  const output = join(folder, 'step-times.json');
  const { code, out, reason } = await redistill(['bench', ...(short ? part : whole), ...options, '--output', output]);
  const table = out.split('\nKept in ')[0];
  return code === 0 ? passed({}, table) : failed(reason, table);
}

export const speed: Step = {
  title: 'Training steps of 64 images, with the teacher cache off and warm',
  minutes: 30,
  run: (place) => measured(place, '--teacher-cache', 'off,warm'),
};

const besideReference = (title: string, ...options: string[]): Step => ({
  title,
  minutes: 45,
  async run(place) {
    const { reference } = place;
    if (!reference) return impossible('no --reference was given');
    try {
      await findReference(reference);
    } catch (error) {
      if (error instanceof Problem) return impossible(error.message);
      throw error;
    }
    return measured(place, '--reference', reference.folder, '--python', reference.python, ...options);
  },
});

export const besideEager = besideReference('Training steps in turn with those of RepDistiller, as its users run it');

export const besideCompiled = besideReference(
  'Training steps in turn with those of RepDistiller, its networks compiled by torch.compile',
  '--compile-reference',
);
