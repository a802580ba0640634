import { catkd } from './catkd.ts';
import { ctkd } from './ctkd.ts';
import { dist } from './dist.ts';
import { dkd } from './dkd.ts';
import { dot } from './dot.ts';
import { ickd } from './ickd.ts';
import { itrd } from './itrd.ts';
import { lskd } from './lskd.ts';
import type { AfterMethod } from './method.ts';
import { mgd } from './mgd.ts';
import { mlkd } from './mlkd.ts';
import { nkd } from './nkd.ts';
import { norm } from './norm.ts';
import { ofd } from './ofd.ts';
import { reviewkd } from './reviewkd.ts';
import { rld } from './rld.ts';
import { sdd } from './sdd.ts';
import { semckd } from './semckd.ts';
import { simkd } from './simkd.ts';
import { srrl } from './srrl.ts';
import { ttm } from './ttm.ts';
import { wsld } from './wsld.ts';

/** Every method after CRD that has vectors: a file here, and its name in this list. */
const methods: readonly AfterMethod[] = [
  catkd,
  ctkd,
  dist,
  dkd,
  dot,
  ickd,
  itrd,
  lskd,
  mgd,
  mlkd,
  nkd,
  norm,
  ofd,
  reviewkd,
  rld,
  sdd,
  semckd,
  simkd,
  srrl,
  ttm,
  wsld,
];

const merged = <Kind extends keyof AfterMethod>(kind: Kind): NonNullable<AfterMethod[Kind]> =>
  Object.assign({}, ...methods.map((method) => method[kind]));

/** Their cases, by kind and name. */
export const after = { losses: merged('losses'), modules: merged('modules'), misc: merged('misc') };
