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

const verdict = { name: 'Verdict', text: 'agrees' };
const band = { name: 'Band', text: 'cross entropy after epoch 2: within its band' };

const ofMean = { name: 'Band', text: 'test accuracy after epoch 18: within its band' };

test('signs beside means say what they are about: of bands alone, not the mean', () => {
  expect(html(verdict)).toContain('the verdicts in its details.');
  expect(html(verdict, band)).toContain('the verdicts in its details, which are about losses and weights too.');
  expect(html(band, ofMean)).toContain('which are about losses and weights too.');
  expect(html(band)).toContain('the verdicts in its details, which are about losses and weights, not the mean.');
});
