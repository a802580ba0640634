import { defineSuite } from '../harness/suite/define-suite.ts';
import { afterCrd } from './after-crd/rows.ts';
import { wttmWithCrd } from './after-crd/ttm.ts';
import cifar100 from './cifar100.ts';
import { crd, kd, vanilla } from './paper/distillers.ts';

const { dataset, recipe, tables } = cifar100;

export default defineSuite({
  name: 'after-crd',
  title: "Methods after CRD on the pairs of the paper's Tables 1 and 2, CIFAR-100",
  description:
    "Each with its authors' settings, by pair where they have some, and all by CRD's recipe. It takes months on one GPU.",
  dataset,
  recipe,
  tables,
  distillers: [vanilla, kd, crd, ...afterCrd, wttmWithCrd],

  baseline: 'after-crd',
});
