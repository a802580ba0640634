import { fixed } from '../../../results/cell-text.ts';

/** Two decimals, with a plus where there is no minus. */
export const signedNumber = (value: number) =>
  `${fixed(value) === '−0.00' || value >= 0 ? '+' : '−'}${fixed(Math.abs(value))}`;

/** A sentence of the check with true minus signs, its numbers on the lines of what they belong to. */
export const withNumbersKept = (sentence: string) =>
  sentence
    .replaceAll(/(?<=[ (])-(?=\d)/g, '−')
    .replaceAll(/ (?=[+−]\d)/g, '\u{a0}')
    .replaceAll(/\bp (?=[<=>] )/g, 'p\u{a0}')
    .replaceAll(/ ?([<=>]) (?=\d)/g, (relation) => relation.replaceAll(' ', '\u{a0}'));

/** `0.07`, `16,384`, `−1`. */
export const grouped = (value: number) =>
  (Number.isInteger(value) ? value.toLocaleString('en-GB') : String(value)).replace('-', '−');
