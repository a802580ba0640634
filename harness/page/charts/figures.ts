import { type NamedPair, teachersName } from '../../suite/pair-name.ts';
import type { Figure } from '../page-data.ts';

/** Charts up to this natural width stand two beside each other. */
const half = 560;

/** The figure of a chart; none where there was nothing to draw. */
export function figureOf(svg: string | undefined, caption: string): Figure[] {
  if (svg === undefined) return [];
  const width = Number(/viewBox="0 0 ([\d.]+)/.exec(svg)?.[1] ?? Number.POSITIVE_INFINITY);
  return [{ caption, svg, wide: width > half }];
}

/** As charts call a pair of networks, and what they were transferred to. */
export const pairText = (pair: NamedPair) =>
  `${teachersName(pair)} ${pair.mutual ? 'and' : 'to'} ${pair.student}${pair.target ? `, ${pair.target.title}` : ''}`;
