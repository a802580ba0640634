import { inColumns } from '../../base/terminal/columns.ts';
import { pText } from '../texts.ts';
import type { Audit } from './audit.ts';
import { section, signedPoints } from './section.ts';

/** The part of the audit's text about which methods are better than CRD. */
export function rankingLines({ ranking: { ranked, unranked } }: Pick<Audit, 'ranking'>): string[] {
  const count = (surely: string) => ranked.filter((one) => one.surely === surely).length;
  const rows = ranked.map(({ method, pairs, gain, interval: [low, high], p, surely }) => [
    ...[method, String(pairs), signedPoints(gain), `${signedPoints(low)} to ${signedPoints(high)}`],
    ...[pText(p).replace('= ', ''), surely === 'neither' ? 'not sure' : surely],
  ]);
  return section(
    `Against CRD, CIFAR-100: ${count('better')} methods are surely better, ${count('worse')} surely worse, ${count('neither')} neither`,
    `Points, mean over pairs, like with like; p with Holm's correction. Pairs differ between methods. What noise does not count: options that were chosen on the test images.`,
    [
      ...inColumns(rows, ['method', 'pairs', 'gain', '95 % interval', 'p', 'than CRD']),
      '',
      ...(unranked.length > 0
        ? [`Not ranked: ${unranked.map(({ method, why }) => `${method} (${why})`).join('; ')}.`]
        : []),
    ],
  );
}
