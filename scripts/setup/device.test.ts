import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseBuild } from './device.ts';

let bin: string;
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'redistill-device-'));
});
afterEach(() => rmSync(bin, { recursive: true }));

/** Puts a program of that name and script onto the PATH, which holds nothing else. */
function nvidiaSmi(script: string) {
  writeFileSync(join(bin, 'nvidia-smi'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

test('a machine without nvidia-smi gets the CPU build', () => {
  expect(chooseBuild({ PATH: bin })).toBe('cpu');
  expect(chooseBuild({})).toBe('cpu');
});

test('a GPU gets the CUDA build', () => {
  nvidiaSmi('[ "$1" = -L ] && echo "GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-1)"');
  expect(chooseBuild({ PATH: bin })).toBe('cuda');
});

test('nvidia-smi that finds no GPU, or fails, means the CPU build', () => {
  nvidiaSmi('echo "No devices found."');
  expect(chooseBuild({ PATH: bin })).toBe('cpu');
  nvidiaSmi('echo "GPU 0: lost"; exit 9');
  expect(chooseBuild({ PATH: bin })).toBe('cpu');
});

test('REDISTILL_TENSORFLOW decides, and is refused where it is neither', () => {
  nvidiaSmi('echo "GPU 0: NVIDIA H100"');
  expect(chooseBuild({ PATH: bin, REDISTILL_TENSORFLOW: 'cpu' })).toBe('cpu');
  expect(chooseBuild({ REDISTILL_TENSORFLOW: 'cuda' })).toBe('cuda');
  expect(chooseBuild({ REDISTILL_TENSORFLOW: '' })).toBe('cpu');
  expect(() => chooseBuild({ REDISTILL_TENSORFLOW: 'gpu' })).toThrow("REDISTILL_TENSORFLOW is 'gpu'");
});
