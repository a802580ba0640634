import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import type { PageCell } from '../page-data.ts';
import { Legend } from './legend.tsx';

const cell = {
  state: 'done',
  text: '90.00',
  best: false,
  mean: 90,
  verdict: { tone: 'fine', word: 'agrees' },
} as const;
const html = (...details: PageCell['details']) => renderToString(h(Legend, { cells: [{ ...cell, details }] }));

test('signs beside means say what they are about: of bands, not the mean alone', () => {
  expect(html({ name: 'Verdict', text: 'agrees' })).toContain('the verdicts in its details.');
  expect(html({ name: 'Band', text: 'cross entropy after epoch 2: within its band' })).toContain(
    'the verdicts in its details, which are about losses and weights too.',
  );
});
