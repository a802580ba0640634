import type { AnyImageData } from '../data/image-set.ts';
import { loadAnyData, loadData } from '../data/registry.ts';
import type { Training } from '../job/job.ts';
import { exitCode, Problem } from '../problem.ts';

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

/** @throws Problem where a job reads labels that its images do not have */
export function checkLabels(configuration: Training, { training }: Pick<AnyImageData, 'training'>): void {
  const reads = configuration.kind !== 'student' || configuration.distiller.gamma > 0;
  if (!reads || !training.labels.includes(-1)) return;
  throw new Problem(
    `The training images of ${configuration.dataset.name} have no labels, and the job learns from them`,
    'Give its row `gamma: 0` in the suite, or take labelled images',
    exitCode.configuration,
  );
}
