/** Rows of CRD with one thing changed, as the paper's Table 6 and Figure 5 change it. */
import { type DistillerDeclaration, withOptions } from '../../harness/suite/define-suite.ts';

type Crd = DistillerDeclaration & { method: { name: 'crd' } };

/** `CRD-N64` */
export function withNegatives(crd: Crd, negatives: number) {
  return { ...withOptions(crd, { negatives }, `${negatives} negatives`), name: `${crd.name}-N${negatives}` };
}

/** `CRD-tau0.1` */
export function withTemperature(crd: Crd, temperature: number) {
  return { ...withOptions(crd, { temperature }, `temperature ${temperature}`), name: `${crd.name}-tau${temperature}` };
}

/** `CRD-images`: negatives are all other images (i != j), and not those of other classes alone. */
export function withImagesExcluded(crd: Crd) {
  return { ...withOptions(crd, { excludes: 'image' }, 'negatives of all other images'), name: `${crd.name}-images` };
}

/**
 * `InfoNCE`: what CRD minimises, exchanged. Its weight, temperature and negatives were not found published. They are CRD's by
 * our choice: both objectives begin near log(1 + negatives) in each direction.
 */
export function withInfoNce(crd: Crd) {
  return {
    ...withOptions(crd, { objective: 'infonce' }, 'InfoNCE instead, at the same weight: our choice'),
    name: 'InfoNCE',
  };
}
