import { type NamedPair, teachersName } from '../../../suite/pair-name.ts';
import type { Figure } from '../page-data.ts';

/** The figure of a chart; none where there was nothing to draw. */
export const figureOf = (svg: string | undefined, caption: string): Figure[] =>
  svg === undefined ? [] : [{ caption, svg }];

/** As charts call a pair of networks, and what they were transferred to. */
export const pairText = (pair: NamedPair) =>
  `${teachersName(pair)} ${pair.mutual ? 'and' : 'to'} ${pair.student}${pair.target ? `, ${pair.target.title}` : ''}`;
