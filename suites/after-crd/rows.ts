import { catkd } from './catkd.ts';
import { ctkd } from './ctkd.ts';
import { dist } from './dist.ts';
import { dkd } from './dkd.ts';
import { ickd } from './ickd.ts';
import { itrd } from './itrd.ts';
import { dkdStandardised, kdStandardised } from './logit-standardisation.ts';
import { mgd } from './mgd.ts';
import { mlkd, mlkdStandardised } from './mlkd.ts';
import { kdPlusPlus } from './nd.ts';
import { nkd } from './nkd.ts';
import { norm } from './norm.ts';
import { ofd } from './ofd.ts';
import { reviewkd } from './reviewkd.ts';
import { rld } from './rld.ts';
import { sdDkd, sdKd } from './sdd.ts';
import { semckd } from './semckd.ts';
import { simkd } from './simkd.ts';
import { srrl } from './srrl.ts';
import { ttm, wttm } from './ttm.ts';
import { wsld } from './wsld.ts';

/** Methods that were published after CRD, in the order of their years, with their authors' settings for CIFAR-100. */
export const afterCrd = [
  ...[ofd, wsld, reviewkd, semckd, srrl, ickd],
  ...[dkd, dist, itrd, mgd, simkd],
  ...[nkd, ctkd, mlkd, norm, catkd, kdPlusPlus],
  ...[ttm, wttm, kdStandardised, dkdStandardised, mlkdStandardised, sdKd, sdDkd],
  rld,
];
