import { expect, test } from 'vitest';
import { distillerSchema } from '../../../job/distiller.ts';
import { methodText, optionsText } from './method-text.ts';

const crd = { name: 'crd', negatives: 16, objective: 'infonce' };
const rowWith = (beta: number, method: object) =>
  distillerSchema.parse({ name: 'it', gamma: 1, alpha: 0, beta, method, source: 'a test' });

test("a method's weight and options", () => {
  const row = rowWith(0.8, crd);
  expect(methodText(row)).toBe('1 cross entropy + 0.8 crd');
  expect(optionsText(row)).toBe('dimension 128, negatives 16, temperature 0.07, momentum 0.5, objective infonce');
});

test('the options of a method within a method, and numbers below 0', () => {
  const kd = { name: 'kd', temperature: 2 };
  expect(optionsText(rowWith(1, { name: 'sdd', finest: 4, of: kd }))).toBe('finest 4, of kd (temperature 2)');
  expect(optionsText(rowWith(1, { name: 'ctkd', factor: -1 }))).toContain('factor −1');
});

test('names of options are words', () => {
  expect(optionsText(rowWith(200, { name: 'ft', firstStage: { epochs: 30, cifarResnetRate: 0.01 } }))).toContain(
    'first stage (epochs 30, cifar resnet rate 0.01)',
  );
});

test('how weights change', () => {
  const row = {
    ...rowWith(0.8, { name: 'pkt' }),
    schedules: { beta: { shape: 'linear warm-up', epochs: 20 } as const },
  };
  expect(methodText(row)).toBe('1 cross entropy + 0.8 pkt; beta: linear warm-up over 20 epochs');
  expect(optionsText(row)).toBe('beta: linear warm-up over 20 epochs');
});

test('those of several methods at once', () => {
  const of = [
    { weight: 0.8, method: crd },
    { weight: 30000, method: { name: 'pkt' } },
  ];
  const row = rowWith(1, { name: 'combined', of });
  expect(methodText(row)).toBe('1 cross entropy + 0.8 crd + 30,000 pkt');
  expect(optionsText(row)).toBe(
    '0.8 crd (dimension 128, negatives 16, temperature 0.07, momentum 0.5, objective infonce) + 30,000 pkt',
  );
});
