import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import type { ImageSet } from '../../data/sets/image-set.ts';
import { pickle } from './pickle.ts';
import { writePythonData } from './python-data.ts';

const folder = await mkdtemp(join(tmpdir(), 'redistill-python-data-'));
afterAll(() => rm(folder, { recursive: true }));

/** Images whose values differ from pixel to pixel and channel to channel. */
function imagesOf(count: number, first: number): ImageSet {
  return {
    images: Uint8Array.from({ length: count * 3072 }, (_, place) => (first + place * 7 + (place >> 8)) % 256),
    labels: Int32Array.from({ length: count }, (_, image) => (first + image * 37) % 100),
  };
}

const read = `
import hashlib, json, pickle, sys
def contents(name):
    with open(f"{sys.argv[1]}/cifar-100-python/{name}", "rb") as file:
        return file.read()
answer = {name: hashlib.md5(contents(name)).hexdigest() for name in ["train", "test", "meta"]}
for name in ["train", "test"]:
    part = pickle.loads(contents(name))
    assert list(part) == ["data", "fine_labels"]
    answer[name + "_labels"] = part["fine_labels"]
    # As torchvision reads a row: three planes of 32 rows of 32 pixels.
    rows = [part["data"][place : place + 3072] for place in range(0, len(part["data"]), 3072)]
    answer[name + "_pixels"] = [[row[c * 1024 + p] for p in range(1024) for c in range(3)] for row in rows]
answer["names"] = pickle.loads(contents("meta"))["fine_label_names"]
print(json.dumps(answer))`;

test('Python reads the images and labels that we have', async () => {
  const [training, test] = [imagesOf(3, 0), imagesOf(2, 5)];
  const data = { classes: 100, shape: [32, 32, 3] as const, mean: [], deviation: [], mirrors: true, training, test };
  const { hashes } = await writePythonData(folder, data);
  const { stdout } = await execa('python3', ['-c', read, folder]);
  const answer = JSON.parse(stdout);
  expect(answer).toMatchObject(hashes);
  expect(answer.train_labels).toEqual(Array.from(training.labels));
  expect(answer.test_labels).toEqual(Array.from(test.labels));
  expect(answer.train_pixels.flat()).toEqual(Array.from(training.images));
  expect(answer.test_pixels.flat()).toEqual(Array.from(test.images));
  expect(answer.names).toHaveLength(100);
});

test('what does not fit into a byte is refused', () => {
  expect(() => pickle([256])).toThrow('256 does not fit into a byte');
  expect(() => pickle([-1])).toThrow('-1 does not fit');
});
