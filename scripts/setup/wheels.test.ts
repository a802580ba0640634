import { expect, test } from 'vitest';
import { spaceFor, wheels } from './wheels.ts';

const all = Object.values(wheels).flat();

test('every wheel is pinned by an exact version and a sha256', () => {
  for (const { name, version, sha256, bytes, parts } of all) {
    expect(name).toMatch(/^[a-z0-9-]+$/);
    expect(version).toMatch(/^\d+(\.\d+)+$/);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(bytes).toBeGreaterThan(1_000_000);
    expect(parts.length).toBeGreaterThan(0);
  }
  expect(new Set(all.map(({ sha256 }) => sha256)).size).toBe(all.length);
});

test('both builds are the same TensorFlow with the same parts', () => {
  const [cpu] = wheels.cpu;
  const [cuda] = wheels.cuda;
  expect(cpu?.version).toBe(cuda?.version);
  expect(cpu?.parts).toEqual(cuda?.parts);
});

test('the space asked for is 1.4 GB for the CPU and 9.8 GB for CUDA', () => {
  expect(spaceFor(wheels.cpu) / 1e9).toBeCloseTo(1.4, 1);
  expect(spaceFor(wheels.cuda) / 1e9).toBeCloseTo(9.8, 1);
});
