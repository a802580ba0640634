import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { Unbroken } from './unbroken.tsx';

const html = (text: string) => renderToString(h(Unbroken, { text }));
const whole = (text: string) => `<span class="unbroken">${text}</span>`;

test.each([
  ['Selection: --trials 2 --epochs 4.', `Selection: ${whole('--trials')} 2 ${whole('--epochs')} 4.`],
  ['run -- --trials 2', `run ${whole('--')} ${whole('--trials')} 2`],
  ['distill.sh: -a 0 -b 100', `distill.sh: ${whole('-a\u{a0}0')} ${whole('-b\u{a0}100')}`],
  ['Student CRD+KD-tau0.1', `Student ${whole('CRD+KD-tau0.1')}`],
  ['with 95 % intervals', 'with 95\u{a0}% intervals'],
  ['top-1 accuracy', `${whole('top-1')} accuracy`],
  ['over (distiller - KD)', 'over (distiller\u{a0}−\u{a0}KD)'],
  ['over (distiller − KD)', 'over (distiller\u{a0}−\u{a0}KD)'],
  ['top-5 errors in per cent', `${whole('top-5')} errors in per\u{a0}cent`],
  ['a read-me, well-known', 'a read-me, well-known'],
])('%s stays whole', (text, expected) => expect(html(text)).toBe(expected));

test('what is wider than a phone may break', () => {
  const long = `--${'long'.repeat(10)}`;
  expect(html(long)).toBe(long);
});

test('a list that is wider than a phone breaks behind its commas', () => {
  expect(html('--distillers vanilla,FitNet,CRD,CRD+KD,CRD-tau0.1')).toBe(
    `${whole('--distillers')} ${['vanilla,', 'FitNet,', 'CRD,', 'CRD+KD,', whole('CRD-tau0.1')].join('<wbr/>')}`,
  );
});
