import { dist } from './dist.ts';
import { dkd } from './dkd.ts';
import { itrd } from './itrd.ts';
import { dkdStandardised, kdStandardised } from './logit-standardisation.ts';
import { nkd } from './nkd.ts';
import { rld } from './rld.ts';
import { ttm, wttm } from './ttm.ts';
import { wsld } from './wsld.ts';

/** Methods that were published after CRD, in the order of their years, with their authors' settings for CIFAR-100. */
export const afterCrd = [wsld, dkd, dist, itrd, nkd, ttm, wttm, kdStandardised, dkdStandardised, rld];
