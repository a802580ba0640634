import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { programCommand } from '../../../base/typescript.ts';
import { kernelsInUse } from '../../engine/own-kernels.ts';
import type { Found, Given } from './fixtures/critic-process.ts';

/** What a process of its own computes, with these kernels on that many threads. */
async function compute(givens: readonly Given[], kernels: string, threads = 2): Promise<Found[]> {
  const [program, ...args] = programCommand('harness/model/distillers/modules/fixtures/critic-process.ts');
  const env = { REDISTILL_KERNELS: kernels, TF_NUM_INTRAOP_THREADS: String(threads) };
  const { stdout } = await execa(program, [...args, JSON.stringify(givens)], { env });
  // JSON has no NaN.
  return JSON.parse(stdout, (_, value) => (value === 'NaN' ? Number.NaN : value));
}

const usual: Given = { batch: 5, rows: 300, dimension: 32, negatives: 40, temperature: 0.07 };

const cases: Record<string, Given> = {
  'a batch that fills no vector': usual,
  'a batch of several vectors, and a bank of several tiles': {
    ...usual,
    batch: 37,
    rows: 9000,
    dimension: 144,
    negatives: 1000,
  },
  'more negatives than rows': { ...usual, rows: 20, negatives: 500 },
  'fewer rows than parts of a bank': { ...usual, rows: 3, negatives: 2, batch: 1, dimension: 16 },
  'a low temperature': { ...usual, temperature: 0.02 },
  'a width that is no multiple of a vector, which is left to TensorFlow': { ...usual, dimension: 20 },
};

/** As far apart as sums of float32 in another order are. */
function expectSame(found: Found, expected: Found, name: string): void {
  for (const [step, { loss, normaliser, gradient }] of found.steps.entries()) {
    const other = expected.steps[step]!;
    expect(loss / other.loss, `${name}, loss`).toBeCloseTo(1, 5);
    expect(normaliser / other.normaliser, `${name}, normaliser`).toBeCloseTo(1, 5);
    const scale = Math.max(...other.gradient.map(Math.abs));
    expect(gradient.length).toBe(other.gradient.length);
    for (const [i, value] of gradient.entries()) {
      expect(Math.abs(value - other.gradient[i]!) / scale, `${name}, gradient ${i}`).toBeLessThan(1e-5);
    }
  }
}

// What the processor and its compiler have: all three on a machine with AVX-512.
const ours = { avx512: ['avx512', 'avx2'], avx2: ['avx2'], tensorflow: [] }[kernelsInUse()];

test('a kernel was compiled here', () => expect(ours.length, 'is g++ installed?').toBeGreaterThan(0));

describe.each(ours)('the kernel with %s', (kernels) => {
  test('computes what TensorFlow does, the same bits on one thread, and keeps what is not finite', async () => {
    const givens = Object.values(cases);
    const expected = await compute(givens, 'tensorflow');
    const found = await compute([...givens, { ...usual, broken: 'NaN' }], kernels);
    const broken = found.pop()!;
    for (const [i, name] of Object.keys(cases).entries()) {
      expect(expected[i]!.form).toBe('whole bank');
      const isTaken = cases[name]!.dimension % 16 === 0;
      expect(found[i]!.form).toBe(isTaken ? 'one kernel' : 'whole bank');
      expectSame(found[i]!, expected[i]!, name);
    }
    expect(broken.steps[0]!.loss).toBeNaN();
    expect(await compute(givens, kernels, 1)).toEqual(found);
  });

  test('refuses an index that the bank has not', async () => {
    await expect(compute([{ ...usual, broken: 'index' }], kernels)).rejects.toThrow('an index that the bank has not');
  });
});
