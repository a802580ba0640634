import { inColumns } from '../../base/terminal/columns.ts';
import type { Audit } from './audit.ts';
import type { Gain, Gains } from './gains.ts';
import { section, signedPoints, two } from './section.ts';
import { whyNotAlike } from './side.ts';

/**
 * The part of the audit's text about what methods gain.
 * @param verbose list each pair too
 */
export function gainLines({ gains }: Pick<Audit, 'gains'>, verbose: boolean): string[] {
  const headings = [
    'method',
    'over',
    'pairs',
    'within noise',
    'lower',
    'epoch',
    'gain',
    'noise',
    'like with like',
    'vanish',
  ];
  const table = (chosen: readonly Gains[]) => inColumns(chosen.map(gainRow), headings);
  const cells = gains.flatMap(({ cells }) => cells);
  const count = (epoch: string) => cells.filter(({ like }) => like.epoch === epoch).length;
  return [
    ...section(
      'Gains over what a method extends, CIFAR-100',
      'Points, mean over pairs, with what it must exceed to be more than noise. Within noise: how many pairs do not exceed theirs.',
      [
        'Like with like: of one epoch and recipe. Vanish: pairs that are within noise only then.',
        `Of ${cells.length} gains by pair, ${count('differs')} compare two epochs, and of ${count('unknown')} an epoch is not known.`,
        '',
        ...table(gains.filter((one) => one.extends)),
      ],
    ),
    ...section(
      'Gains over KD, CIFAR-100',
      "The same for all other methods. KD is CRD's row.",
      table(gains.filter((one) => !one.extends)),
    ),
    ...(verbose ? section('Gains by pair', 'In points.', pairLines(gains)) : []),
  ];
}

function gainRow({ method, base, cells, mean, alike }: Gains): string[] {
  const count = (is: (cell: Gain) => boolean) => String(cells.filter(is).length);
  const epochs = cells.map(epochsOf);
  const pairs = alike?.pairs === cells.length ? '' : ` on ${alike?.pairs}`;
  return [
    ...[method, base, String(cells.length), count((cell) => cell.isNoise), count((cell) => cell.gain < 0)],
    ...[[...new Set(epochs)].join(', '), signedPoints(mean.gain), two(mean.noise)],
    alike ? `${signedPoints(alike.gain)}${pairs}` : [...new Set(cells.map(whyNot))].join(', '),
    count((cell) => !cell.isNoise && cell.alike?.isNoise === true),
  ];
}

function pairLines(gains: readonly Gains[]): string[] {
  const rows = gains.flatMap(({ method, base, cells }) =>
    cells.map((cell) => [
      ...[cell.column, method, base, two(cell.claim.value), two(cell.base.value), epochsOf(cell)],
      ...[signedPoints(cell.gain), two(cell.noise), cell.isNoise ? 'noise' : ''],
      ...[cell.alike ? signedPoints(cell.alike.gain) : whyNot(cell), cell.alike?.isNoise ? 'noise' : ''],
    ]),
  );
  return inColumns(rows, [
    'pair',
    'method',
    'over',
    'claim',
    'base',
    'epoch',
    'gain',
    'noise',
    '',
    'like with like',
    '',
  ]);
}

/** `best`, or `best against last` */
function epochsOf({ claim, base }: Gain): string {
  const { aggregation } = claim;
  return aggregation === base.aggregation ? aggregation : `${aggregation} against ${base.aggregation}`;
}

const whyNot = ({ like }: Gain) => whyNotAlike(like);
