import { expect, test } from 'vitest';
import { legendColumns } from './legend-columns.ts';

test.each([
  ['short names', ['vanilla', 'KD', 'FitNet', 'AT', 'SP'], 4],
  ['names with KD', ['vanilla', 'FitNet+KD', 'VID+KD', 'CRD+KD', 'NST+KD'], 3],
  ['one long name in each of two columns', ['CRD+KD-tau0.1', 'CRD+KD-tau0.1', 'CRD+KD-tau0.1'], 2],
  ['names that are as wide as the chart', ['CRD+KD-tau0.1 with all options', 'vanilla with all options'], 1],
])('%s', (_, names, columns) => expect(legendColumns(names, 310)).toBe(columns));
