import { isDeepStrictEqual } from 'node:util';
import { methodInOtherEpochs, methodSchema } from '../../harness/job/distiller.ts';
import { mapEpochs } from '../../harness/job/weight-schedule.ts';
import { type DistillerDeclaration, withKd, withOptions, withoutPairs } from '../../harness/suite/define-suite.ts';
import * as paper from '../paper/distillers.ts';

const { vanilla, kd, fitnet, at, sp, cc, vid, rkd, pkt, ab, ft, fsp, nst } = paper;

/**
 * The paper's rows for a small data set.
 * @param crd CRD with as many negatives as there are images for
 * @param epochs of the first stages
 * @param shorter why they have so many, for the rows' sources
 */
export function smallRows(crd: typeof paper.crd, epochs: number, shorter: string) {
  return [
    ...[vanilla, kd, fitnet, at, sp, cc, vid, rkd, pkt],
    withOptions(ab, { firstStage: { epochs } }, shorter),
    withOptions(ft, { firstStage: { ...ft.method.firstStage, epochs } }, shorter),
    withOptions(fsp, { firstStage: { epochs } }, shorter),
    ...[nst, crd, withKd(crd)],
  ];
}

/** A row as it is for all pairs, whose schedules take as much of those epochs as they do of the paper's 240. */
export function shortened(row: DistillerDeclaration, epochs: number): DistillerDeclaration {
  const whole = withoutPairs(row);
  const ours = (theirs: number) => Math.max(1, Math.round((theirs * epochs) / 240));
  const method = whole.method && methodSchema.parse(whole.method);
  const shorter = method && methodInOtherEpochs(method, ours);
  if (!whole.schedules && isDeepStrictEqual(shorter, method)) return whole;
  return {
    ...whole,
    ...(whole.schedules && { schedules: mapEpochs(whole.schedules, ours) }),
    ...(shorter && { method: shorter }),
    source: `${row.source}; schedules as short as the training`,
  };
}
