import { isError, type Metric } from '../../../job/metric.ts';
import { fixed } from '../../../results/cell-text.ts';
import type { Column } from '../../../results/cells.ts';
import type { PageCell } from '../page-data.ts';
import { signedNumber } from './number-text.ts';
import { publishedText } from './published-text.ts';

function nameOf(metric: Metric): string {
  if (metric === 'mean IoU') return 'Mean IoU';
  return isError(metric) ? 'Error' : 'Accuracy';
}

/** The result of a column's teacher on its own. It is not compared by the check: each suite trains one. */
export function teacherCell({ metric, teacherValue: mean, teacherPublished: published }: Column): PageCell {
  const theirs = published?.mean.value ?? undefined;
  const difference = mean === undefined || theirs === undefined ? undefined : signedNumber(mean - theirs);
  return {
    state: mean === undefined ? 'waits' : 'done',
    text: mean === undefined ? 'waits' : fixed(mean),
    mean,
    published: theirs === undefined ? undefined : fixed(theirs),
    difference,
    details: [
      ...(mean === undefined ? [] : [{ name: nameOf(metric), text: `${fixed(mean)} %` }]),
      ...(published === undefined ? [] : [{ name: 'Published', text: publishedText(published) }]),
      ...(difference === undefined ? [] : [{ name: 'Difference', text: difference }]),
    ],
  };
}
