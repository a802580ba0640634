import { ctkd } from './ctkd.ts';
import { dist } from './dist.ts';
import { dkd } from './dkd.ts';
import { itrd } from './itrd.ts';
import { dkdStandardised, kdStandardised } from './logit-standardisation.ts';
import { mlkd } from './mlkd.ts';
import { kdPlusPlus } from './nd.ts';
import { nkd } from './nkd.ts';
import { rld } from './rld.ts';
import { sdDkd, sdKd } from './sdd.ts';
import { ttm, wttm } from './ttm.ts';
import { wsld } from './wsld.ts';

/** Methods that were published after CRD, in the order of their years, with their authors' settings for CIFAR-100. */
export const afterCrd = [
  wsld,
  dkd,
  dist,
  itrd,
  nkd,
  ctkd,
  mlkd,
  kdPlusPlus,
  ttm,
  wttm,
  kdStandardised,
  dkdStandardised,
  sdKd,
  sdDkd,
  rld,
];
