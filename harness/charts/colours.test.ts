import { expect, test } from 'vitest';
import { hues, lookOf } from './colours.ts';
import { cells } from './fixtures/paper.ts';

const distillers = [...new Set(cells.map(({ distiller }) => distiller))];

test("the paper's 15 rows look all different", () => {
  const looks = distillers.map(lookOf).map(({ colour, dash }) => `${colour} ${dash}`);
  expect(distillers).toHaveLength(15);
  expect(new Set(looks).size).toBe(15);
});

test('a look follows from the name, and KD beside it changes the pattern alone', () => {
  expect(lookOf('CRD')).toEqual({ colour: 'var(--hue-13,#d14d00)', dash: [] });
  expect(lookOf('CRD+KD')).toEqual({ colour: 'var(--hue-13,#d14d00)', dash: [1.5, 2] });
  expect(lookOf('mine')).toEqual(lookOf('mine'));
  expect(lookOf('mine+KD').colour).toBe(lookOf('mine').colour);
  expect(lookOf('mine').colour).not.toBe(lookOf('vanilla').colour);
});

test('every colour stands out from light paper and from a dark screen', () => {
  for (const { light, dark } of hues) {
    expect(contrast(light, '#fdfdfb'), light).toBeGreaterThan(3);
    expect(contrast(dark, '#15181b'), dark).toBeGreaterThan(3);
  }
});

/** By the Web Content Accessibility Guidelines. */
function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
