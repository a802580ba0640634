/** Rows for images that have no labels: the student learns from its teacher alone (the paper's section 4.2). */
import { type DistillerDeclaration, defineDistiller } from '../../harness/suite/define-suite.ts';
import { withImagesExcluded } from '../ablation/rows.ts';

/** The row without cross entropy; where there is KD, at its full weight: our choice, as there is nothing beside it. */
export function withoutLabels<Row extends DistillerDeclaration>(row: Row): Row {
  const source = `no cross entropy, as the images have no labels; else as ${row.name}: ${row.source}`;
  return { ...row, gamma: 0, alpha: row.alpha > 0 ? 1 : 0, source };
}

/** What the others are compared with: a network that has learned nothing before it is probed or tuned. */
export const random = defineDistiller({
  name: 'random',
  gamma: 0,
  alpha: 0,
  beta: 0,
  source: 'initial weights, not trained at all',
});

/** CRD where there are no classes: negatives are of all other images. */
export function withoutClasses(crd: Parameters<typeof withImagesExcluded>[0]) {
  return { ...withImagesExcluded(crd), name: crd.name };
}
