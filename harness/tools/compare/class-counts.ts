import { exitCode, Problem } from '../../base/problem.ts';
import type { ImageData } from '../../data/sets/image-set.ts';
import type { ComparedCell } from './cells.ts';

/** @throws Problem where CRD is compared, and RepDistiller's loader of negatives would not take the training images */
export function checkClasses({ classes, training }: ImageData, cells: readonly ComparedCell[]): void {
  const crd = cells.find(({ distiller }) => distiller.method?.name === 'crd');
  if (!crd) return;
  const counts = new Array<number>(classes).fill(0);
  for (const label of training.labels) counts[label]!++;
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  if (fewest === most) return;
  throw new Problem(
    `RepDistiller's CRD wants as many training images of each class, and there are ${fewest} to ${most}`,
    'Take another archive, or leave CRD out with --distillers',
    exitCode.data,
  );
}
