import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RandomStream } from '../../model/engine/random.ts';
import { type LiteratureCell, literatureCells } from './cells.ts';
import { crdRepository } from './claim-rank.ts';
import { evidenceSchema } from './schema.ts';

/**
 * The numbers as they were noted when the sources were read, before there was a registry: a line of networks, then lines of
 * source, method, epoch, evidence and a number for each network. `-` is none, commas part single runs.
 */
const asRead = await readFile(join(import.meta.dirname, 'fixtures/as-read.txt'), 'utf8');

const cells = await literatureCells();

/** All that is compared of a number, as one text. */
const textOf = (
  {
    dataset,
    column,
    method,
    aggregation,
    evidence,
  }: Pick<LiteratureCell, 'dataset' | 'column' | 'method'> & Record<'aggregation' | 'evidence', string>,
  place: string,
  number: string,
) => [place, dataset, column, method, aggregation, evidence, number].join(' | ');

/** CRD's deviations are from others, and were noted elsewhere. */
const isOfCrd = ({ repository, path }: LiteratureCell) => repository === crdRepository && path === 'README.md';

function textOfCell(cell: LiteratureCell): string {
  const { repository, path, value, trials, deviation } = cell;
  const withDeviation = deviation === undefined || isOfCrd(cell) ? `${value}` : `${value}±${deviation}`;
  return textOf(cell, `${repository}, ${path}`, trials ? trials.join(',') : withDeviation);
}

function notedIn(text: string): string[] {
  let dataset: LiteratureCell['dataset'] = 'cifar100';
  let columns: string[] = [];
  return text
    .trim()
    .split('\n')
    .flatMap((line) => {
      const heading = /^(cifar100|imagenet): (.*)$/.exec(line);
      if (heading) {
        dataset = heading[1] as typeof dataset;
        columns = heading[2]!.split(' ');
      }
      if (heading || line === '') return [];
      const [place, method, aggregation, evidence, numbers] = line.split(' | ') as [
        string,
        string,
        string,
        string,
        string,
      ];
      const values = numbers.split(' ');
      expect(values, line).toHaveLength(columns.length);
      return columns.flatMap((column, index) => {
        const number = values[index]!;
        // 76.20 is 76.2 in JSON.
        const plain = number.replaceAll(/\d+\.\d+/g, (digits) => String(Number(digits)));
        return number === '-' ? [] : [textOf({ dataset, column, method, aggregation, evidence }, place, plain)];
      });
    });
}

const noted = notedIn(asRead);

/** What is noted and not in the registry, and the other way about. Of CRD's own tables the notes have a part, of later sources nothing. */
function differences(registry: readonly LiteratureCell[]): { missing: string[]; unread: string[] } {
  const repositories = new Set(noted.map((text) => text.split(',')[0]));
  const all = registry.map((cell) => ({ cell, text: textOfCell(cell) }));
  const left = new Map<string, number>();
  for (const text of noted) left.set(text, (left.get(text) ?? 0) + 1);
  const unread = all.filter(({ cell, text }) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0 && repositories.has(cell.repository) && !isOfCrd(cell);
  });
  return {
    missing: [...left].filter(([, count]) => count > 0).map(([text]) => text),
    unread: unread.map(({ text }) => text),
  };
}

test('each number that was read stands in the registry with its epoch and evidence, and no other does', () => {
  expect(noted.length).toBeGreaterThan(650);
  expect(differences(cells)).toEqual({ missing: [], unread: [] });
});

test('a change of any of a hundred drawn numbers is found', () => {
  const stream = new RandomStream(25, 'drawn numbers');
  const texts = new Set(noted);
  const comparable = cells.filter((cell) => texts.has(textOfCell(cell)));
  const faults: ((cell: LiteratureCell) => Partial<LiteratureCell>)[] = [
    ({ value, trials }) => (trials ? { trials: trials.slice(1) } : { value: Number((value + 0.01).toFixed(2)) }),
    ({ aggregation }) => ({ aggregation: aggregation === 'best' ? 'last' : 'best' }),
    ({ evidence }) => ({ evidence: evidence === 'SEEN' ? 'QUOTED' : 'SEEN' }),
    () => ({ column: 'wrn_16_1' }),
  ];
  for (let draw = 0; draw < 100; draw++) {
    const drawn = comparable[stream.integer(comparable.length)]!;
    const changed = { ...drawn, ...faults[draw % faults.length]!(drawn) };
    const { missing } = differences(cells.map((cell) => (cell === drawn ? changed : cell)));
    expect(missing, textOfCell(drawn)).toEqual([textOfCell(drawn)]);
  }
});

test('who copies a number says so', () => {
  expect(cells.filter(({ mark, evidence }) => evidence === 'QUOTED' && mark !== 'quoted')).toEqual([]);
  expect(cells.filter(({ mark, evidence }) => mark === 'quoted' && !['QUOTED', 'ISSUE'].includes(evidence))).toEqual(
    [],
  );
});

/** Numbers that were only remembered, or stand in notes of others whose source nobody opened. */
test.each([
  ['CAT-KD', 'resnet32x4/resnet8x4', 76.91],
  ['CAT-KD', 'resnet32x4/ShuffleV1', 78.26],
  ['CAT-KD', 'ResNet34/ResNet18', 71.26],
  ['MLKD', 'ResNet34/ResNet18', 71.9],
  ['MLKD', 'ResNet50/MobileNetV1', 73.01],
  ['FCFD', 'resnet32x4/resnet8x4', 76.62],
  ['FCFD', 'resnet32x4/ShuffleV1', 78.12],
  ['FCFD', 'ResNet34/ResNet18', 72.24],
  ['OFD', 'wrn_40_2/wrn_16_2', 75.24],
  ['RLD', 'ResNet34/ResNet18', 71.91],
  ['RLD', 'ResNet50/MobileNetV1', 72.75],
  ['NKD', 'resnet32x4/ShuffleV1', 76.31],
  ['LDRLD', 'resnet32x4/resnet8x4', 77.2],
])('no number from memory: %s on %s', (method, column, value) => {
  const same = cells.filter((cell) => cell.method === method && cell.column === column);
  expect(same.filter((cell) => cell.value === value)).toEqual([]);
});

test('memory is no evidence', () => {
  expect(evidenceSchema.safeParse('MEMORY').success).toBe(false);
});
