import { expect, test } from 'vitest';
import { beginsBelow, curvePanels, curves } from './curves.ts';
import { faultsOf, marksIn, textsIn, titlesIn } from './fixtures/marks.ts';
import { trainingOf } from './fixtures/paper.ts';

test('each distiller is a line and a band, in three panels with the drops of the rate', async () => {
  const training = trainingOf('resnet32x4 to resnet8x4');
  const svg = (await curves(training))!;
  expect(training.curves).toHaveLength(15);
  expect(faultsOf(svg)).toEqual([]);
  expect(marksIn(svg, 'line')).toBe(3 * 15);
  expect(marksIn(svg, 'area')).toBe(3 * 15);
  expect(marksIn(svg, 'rule')).toBe(3 + 2 + 3);
  expect(titlesIn(svg)).toHaveLength(3 * 15);
  expect(titlesIn(svg)[0]).toMatch(/^vanilla: \d\d\.\d\d after epoch 240, 5 trials$/);
  expect(textsIn(svg)).toEqual(expect.arrayContaining(['test accuracy, %', 'training loss', 'epoch', 'CRD+KD']));
  // Thirteen pairs of them leave room in a page of 10 MB.
  expect(svg.length).toBeLessThan(300_000);
});

test('the panels are charts of their own, narrow enough for a phone, with distillers that scripts find', async () => {
  const panels = await curvePanels(trainingOf('resnet32x4 to resnet8x4'));
  expect(panels.map(({ title }) => title)).toEqual([
    'test accuracy, %',
    'test accuracy since the first drop, %',
    'training loss',
  ]);
  for (const { svg } of panels) {
    expect(faultsOf(svg)).toEqual([]);
    expect([marksIn(svg, 'line'), marksIn(svg, 'area')]).toEqual([15, 15]);
    expect(svg.match(/data-of="CRD"/g)).toHaveLength(2);
    expect(titlesIn(svg)).toHaveLength(15);
    expect(Number(/viewBox="0 0 (\d+)/.exec(svg)![1])).toBeLessThanOrEqual(358);
  }
});

test('one trial has no band, and a training without drops has one panel', async () => {
  const svg = (await curves({
    pair: 'a to b',
    curves: [{ distiller: 'KD', accuracies: [[10, 20]] }],
    dropsAfter: [150],
  }))!;
  expect(faultsOf(svg)).toEqual([]);
  expect([marksIn(svg, 'line'), marksIn(svg, 'area'), marksIn(svg, 'rule')]).toEqual([1, 0, 0]);
  expect(titlesIn(svg)).toEqual(['KD: 20.00 after epoch 2, 1 trial']);
});

test('one epoch is a point', async () => {
  const one = { distiller: 'KD', accuracies: [[10]], losses: [[0]] };
  const svg = (await curves({
    pair: 'a to b',
    curves: [one, { distiller: 'CRD', accuracies: [[]] }],
    dropsAfter: [],
  }))!;
  expect(faultsOf(svg)).toEqual([]);
  expect(marksIn(svg, 'symbol')).toBeGreaterThan(0);
  expect(textsIn(svg)).not.toContain('CRD');
});

test('without an epoch there is no chart', async () => {
  const none = { distiller: 'KD', accuracies: [[]] };
  expect(await curves({ pair: 'a to b', curves: [none], dropsAfter: [] })).toBeUndefined();
});

test('a band narrows to a point where the trials agree, and goes on', async () => {
  const bandOf = async (...accuracies: number[][]) => {
    const svg = (await curves({ pair: 'a to b', curves: [{ distiller: 'KD', accuracies }], dropsAfter: [] }))!;
    const [, path = ''] = /<g class="mark-area[^>]*>.*?<path[^>]* d="([^"]+)"/.exec(svg) ?? [];
    return Array.from(path.matchAll(/[ML](-?[\d.]+),/g), ([, x]) => x);
  };
  const parted = await bandOf([10, 20, 30, 40], [12, 22, 32, 42]);
  expect(new Set(parted).size).toBe(4);
  expect(await bandOf([10, 20, 30, 40], [12, 20, 32, 40])).toEqual(parted);
});

test('the steep start of a long training leaves the chart below, so that what follows has room', async () => {
  const accuracies = [Array.from({ length: 100 }, (_, index) => (index < 5 ? 2 * index : 60 + index / 10))];
  const [panel] = await curvePanels({ pair: 'a to b', curves: [{ distiller: 'KD', accuracies }], dropsAfter: [] });
  expect(faultsOf(panel!.svg)).toEqual([]);
  expect(textsIn(panel!.svg)).toEqual(expect.arrayContaining(['60', '70', '20', '100', 'KD']));
  expect(textsIn(panel!.svg)).not.toContain('0');
  const [, line = ''] = /<g class="mark-line[^>]*>.*?<path[^>]* d="([^"]+)"/.exec(panel!.svg) ?? [];
  const [first, ...others] = Array.from(line.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g), ([, x, y]) => [
    Number(x),
    Number(y),
  ]);
  // From the axis's lower end, which is below all that comes, between the fifth epoch and the sixth, and to the right.
  expect(others).toHaveLength(95);
  expect(first![1]).toBe(260);
  expect(Math.max(...others.map(([, y]) => y!))).toBeLessThan(260);
  expect(others[0]![0]! - first![0]!).toBeGreaterThanOrEqual(0);
});

test('says whether lines begin below the chart, as they do where accuracy rises steeply at first', () => {
  const training = (start: number) => [
    { distiller: 'KD', accuracies: [Array.from({ length: 100 }, (_, index) => (index < 5 ? start : 60 + index / 10))] },
  ];
  expect(beginsBelow(training(10))).toBe(true);
  expect(beginsBelow(training(61))).toBe(false);
  expect(beginsBelow([{ distiller: 'KD', accuracies: [[]] }])).toBe(false);
});

test('a legend names those that have come as far as its panel', async () => {
  const curves = [
    { distiller: 'vanilla', accuracies: [[10, 20, 30, 40, 50]] },
    { distiller: 'KD', accuracies: [[15, 25]] },
  ];
  const panels = await curvePanels({ pair: 'a to b', curves, dropsAfter: [2] });
  const names = panels.map(({ svg }) => textsIn(svg).filter((text) => ['vanilla', 'KD'].includes(text)));
  expect(names).toEqual([['vanilla', 'KD'], ['vanilla']]);
});

test('a legend of long names stays within its chart', async () => {
  const names = ['vanilla', 'CRD-tau0.1', 'CRD+KD-tau0.1', 'FitNet+KD', 'RKD+KD', 'VID+KD'];
  const curves = names.map((distiller) => ({ distiller, accuracies: [[10, 20]] }));
  const [panel] = await curvePanels({ pair: 'a to b', curves, dropsAfter: [] });
  const entries = panel!.svg.matchAll(
    /<g transform="translate\(([\d.]+),[\d.]+\)"><path d="M0,0h([\d.]+)v1\d(?:\.\d)?h/g,
  );
  const ends = Array.from(entries, ([, left, width]) => Number(left) + Number(width));
  expect(ends.length).toBeGreaterThanOrEqual(names.length);
  expect(Math.max(...ends)).toBeLessThan(320);
});
