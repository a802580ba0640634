import { expect, test } from 'vitest';
import { hues, lookOf, shapes } from './colours.ts';
import { cells } from './fixtures/paper.ts';

const distillers = [...new Set(cells.map(({ distiller }) => distiller))];

test("the paper's 15 rows look all different", () => {
  const looks = distillers.map(lookOf).map(({ colour, dash, shape }) => `${colour} ${dash} ${shape}`);
  expect(distillers).toHaveLength(15);
  expect(new Set(looks).size).toBe(15);
});

test('a look follows from the name, and KD beside it changes the pattern and the mark alone', () => {
  expect(lookOf('CRD')).toEqual({ colour: 'var(--hue-13,#d14d00)', dash: [], shape: shapes.circle });
  expect(lookOf('CRD+KD')).toEqual({ colour: 'var(--hue-13,#d14d00)', dash: [1.5, 2], shape: shapes.plus });
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

test.each(['light', 'dark'] as const)(
  'rows of the same mark are told apart by eyes that miss red or green, %s',
  (scheme) => {
    for (const matrix of [protanopia, deuteranopia]) {
      for (const [index, one] of distillers.entries()) {
        for (const other of distillers.slice(0, index)) {
          if (lookOf(one).shape !== lookOf(other).shape) continue;
          const [a, b] = [one, other].map((name) => seenBy(matrix, hues[hueOf(name)]![scheme]));
          // A difference of about 2 can just be seen.
          expect(distance(a!, b!), `${one} and ${other}`).toBeGreaterThan(10);
        }
      }
    }
  },
);

/** Machado, Oliveira and Fernandes 2009, of the whole severity, on linear red, green and blue. */
const protanopia = [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998];
const deuteranopia = [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881];

const hueOf = (name: string) => Number(/--hue-(\d+)/.exec(lookOf(name).colour)![1]);

/** A colour in CIE's L*a*b*, as such eyes see it. */
function seenBy(matrix: readonly number[], colour: string): number[] {
  const full = linear(colour);
  const [red, green, blue] = [0, 3, 6].map((row) =>
    full.reduce((sum, value, column) => sum + value * matrix[row + column]!, 0),
  );
  const [x, y, z] = [
    (0.4124 * red! + 0.3576 * green! + 0.1805 * blue!) / 0.9505,
    0.2126 * red! + 0.7152 * green! + 0.0722 * blue!,
    (0.0193 * red! + 0.1192 * green! + 0.9505 * blue!) / 1.089,
  ].map((value) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * Math.max(0, value) + 16 / 116));
  return [116 * y! - 16, 500 * (x! - y!), 200 * (y! - z!)];
}

const distance = (one: readonly number[], other: readonly number[]) =>
  Math.hypot(...one.map((value, index) => value - other[index]!));

/** By the Web Content Accessibility Guidelines. */
function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = linear(colour);
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** Red, green and blue in light, from 0 to 1. */
function linear(colour: string): number[] {
  return [1, 3, 5].map((start) => {
    const share = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
}
