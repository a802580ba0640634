import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { chooseWheels } from './choose-wheels.ts';
import { linkCuda } from './cuda-of-machine.ts';
import { wheels } from './wheels.ts';

let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redistill-cuda-'));
  said = [];
  vi.spyOn(console, 'error').mockImplementation((line) => said.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Makes files with their own path in them, as CUDA 13 for Python has them. */
function makeLibraries(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), path);
  }
}

const runtime = () => join(folder, 'runtime');
/** What TensorFlow would load by that name. */
const loaded = (name: string) => readFileSync(join(runtime(), 'nvidia/cublas/lib', name), 'utf8');

test('what has the wanted name is linked, and the newest of another version stands in for what has not', () => {
  makeLibraries(
    ...['cuda/cu13/lib/libcublas.so.13', 'cuda/cu13/lib/libcublas.so.9', 'cuda/cu13/lib/libcublasLt.so.13'],
    ...['cuda/cu13/lib/libcusparse.so.12', 'cuda/cu13/lib/libcusparse.so.13', 'cuda/cu13/lib/libcufft.so.12'],
    ...['cuda/cudnn/lib/libcudnn.so.9', 'cuda/cudnn/lib/libcudnn_graph.so.9', 'cuda/cudnn/include/cudnn.h'],
    'runtime/manifest.json',
  );
  linkCuda(runtime(), [join(folder, 'cuda')]);
  expect(loaded('libcublas.so.12')).toBe('cuda/cu13/lib/libcublas.so.13');
  expect(loaded('libcusparse.so.12')).toBe('cuda/cu13/lib/libcusparse.so.12');
  expect(loaded('libcufft.so.11')).toBe('cuda/cu13/lib/libcufft.so.12');
  // They load one another by their own names, from the folder in which they were found.
  expect(loaded('libcublasLt.so.13')).toBe('cuda/cu13/lib/libcublasLt.so.13');
  expect(loaded('libcudnn_graph.so.9')).toBe('cuda/cudnn/lib/libcudnn_graph.so.9');
  expect(said).toContain(`redistill: ${join(folder, 'cuda/cu13/lib/libcublas.so.13')} stands in for libcublas.so.12`);
  expect(said.join()).not.toContain('stands in for libcusparse');
  expect(said.at(-1)).toBe(
    `redistill: REDISTILL_CUDA=${join(folder, 'cuda')} has no libcudart.so.12, libcupti.so.12, libcusolver.so.11, libnccl.so.2`,
  );
});

test('they are linked once, and anew when others are there', () => {
  makeLibraries('cuda/libcudart.so.13', 'runtime/manifest.json');
  linkCuda(runtime(), [join(folder, 'cuda')]);
  const { ino } = statSync(join(runtime(), 'nvidia'));
  said = [];
  linkCuda(runtime(), [join(folder, 'cuda')]);
  expect(statSync(join(runtime(), 'nvidia')).ino).toBe(ino);
  expect(said).toEqual([]);
  makeLibraries('cuda/libcudart.so.12');
  linkCuda(runtime(), [join(folder, 'cuda')]);
  expect(readlinkSync(join(runtime(), 'nvidia/cublas/lib/libcudart.so.12'))).toBe(join(folder, 'cuda/libcudart.so.12'));
});

test("NVIDIA's wheels are left out where REDISTILL_CUDA names folders, and only for TensorFlow with CUDA", () => {
  const ofMachine = { REDISTILL_CUDA: '/a,/b' };
  expect(chooseWheels({ REDISTILL_TENSORFLOW: 'cuda', ...ofMachine })).toEqual({
    wheels: [wheels.cuda[0]],
    cuda: ['/a', '/b'],
  });
  expect(chooseWheels({ REDISTILL_TENSORFLOW: 'cuda' })).toEqual({ wheels: wheels.cuda, cuda: undefined });
  expect(chooseWheels({ REDISTILL_TENSORFLOW: 'cpu', ...ofMachine })).toEqual({ wheels: wheels.cpu, cuda: undefined });
});
