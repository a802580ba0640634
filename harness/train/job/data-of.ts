import { exitCode, Problem } from '../../base/problem.ts';
import type { AnyImageData } from '../../data/sets/image-set.ts';
import { loadAnyData, loadData } from '../../data/sets/registry.ts';
import { readsLabels } from '../../job/distiller.ts';
import { type Training, teacherView } from '../../job/job.ts';

/**
 * The images that a job is trained and tested on, as its network sees them.
 * @throws Problem where they are not there or damaged, or where it is tested on images of another size
 */
export async function dataOf({
  dataset,
  testedOn,
  view,
}: Pick<Training, 'dataset'> & Partial<Pick<Training, 'testedOn' | 'view'>>): Promise<AnyImageData> {
  if (!testedOn) return { ...(await loadAnyData(dataset)), view };
  const data = await loadData(dataset);
  const { classes, test, shape } = await loadData(testedOn);
  if (shape.join() === data.shape.join()) return { ...data, classes, test, view };
  throw new Problem(
    `The images of ${dataset.name} are ${data.shape.join('x')}, and those of ${testedOn.name}, on which it is tested, ${shape.join('x')}`,
    'Give them one size in the suite',
    exitCode.configuration,
  );
}

/** @throws Problem where a job reads what its images do not have: labels, classes of their pixels, depth */
export function checkData(configuration: Training, { training }: Pick<AnyImageData, 'training'>): void {
  const { name } = configuration.dataset;
  const pixels = 'images' in training ? training : undefined;
  const refuse = (what: string, cure: string) => {
    throw new Problem(`The training images of ${name} have no ${what}`, cure, exitCode.configuration);
  };
  if ([configuration.view, teacherView(configuration)].includes('depth') && !pixels?.depths) {
    refuse('depth, which is what the job is to see of them', 'Leave that view out, or take nyu-depth');
  }
  if (configuration.kind === 'segmentation') {
    if (pixels?.pixelClasses) return;
    refuse('classes of pixels, and the job learns from them', 'Take nyu-depth');
  }
  if (!training.labels.includes(-1)) return;
  const distiller = configuration.kind === 'student' ? configuration.distiller : undefined;
  if (!distiller || readsLabels(distiller)) {
    const cure =
      distiller && readsLabels({ ...distiller, gamma: 0 })
        ? 'Take another method, or labelled images'
        : 'Give its row `gamma: 0` in the suite, or take labelled images';
    refuse('labels, and the job learns from them', cure);
  }
}
