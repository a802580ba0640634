import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitCode, Problem } from '../../base/problem.ts';
import { RandomStream } from '../../model/engine/random.ts';
import { type Cut, middleCut, randomCut } from './cut.ts';
import { decode } from './decode.ts';
import { pathAt, pathList } from './path-list.ts';
import type { Picture } from './picture.ts';
import { Resampler } from './resampler.ts';

interface StoredPicture {
  width: number;
  height: number;
  pixels: string;
}
/** What `fixtures/make.py` had torchvision do on Pillow; bytes in base64. */
interface Vectors {
  size: number;
  picture: StoredPicture;
  randomCrops: { part: [left: number, top: number, width: number, height: number]; square: string }[];
  middleCrops: (StoredPicture & { square: string })[];
  files: Record<string, { file: string; decoded: StoredPicture }>;
}
const { size, picture, randomCrops, middleCrops, files }: Vectors = JSON.parse(
  await readFile(join(import.meta.dirname, 'fixtures/vectors.json'), 'utf8'),
);
const bytes = (text: string) => Buffer.from(text, 'base64');
const pictureOf = ({ width, height, pixels }: StoredPicture): Picture => ({ width, height, pixels: bytes(pixels) });

/** Its values are the pixels' own. */
const identity = Array.from({ length: 3 }, () => Float32Array.from({ length: 256 }, (_, value) => value));
const resampler = await Resampler.create(size, identity);

function square(picture: Picture, cut: Cut): number[] {
  const batch = new Float32Array(3 * size ** 2 + 5).fill(-1);
  resampler.draw(picture, cut, batch, 5);
  expect([...batch.subarray(0, 5)]).toEqual([-1, -1, -1, -1, -1]);
  return [...batch.subarray(5)];
}

test('parts of an image become the squares that torchvision makes of them, bit by bit', () => {
  for (const { part, square: expected } of randomCrops) {
    const [left, top, width, height] = part;
    const whole = { scaledWidth: size, scaledHeight: size, squareLeft: 0, squareTop: 0, mirror: false };
    expect(square(pictureOf(picture), { left, top, width, height, ...whole })).toEqual([...bytes(expected)]);
  }
});

test('a mirrored square is the other one mirrored', () => {
  const cut = middleCut(picture, size);
  const rows = (values: number[]) =>
    Array.from({ length: size }, (_, y) =>
      Array.from({ length: size }, (_, x) => values.slice(3 * (y * size + x), 3 * (y * size + x + 1))),
    );
  const mirrored = rows(square(pictureOf(picture), { ...cut, mirror: true }));
  expect(mirrored).toEqual(rows(square(pictureOf(picture), cut)).map((row) => row.toReversed()));
});

test('the middles of images, wide, high and small, are those that torchvision tests on, bit by bit', () => {
  for (const { square: expected, ...image } of middleCrops) {
    expect(square(pictureOf(image), middleCut(image, size))).toEqual([...bytes(expected)]);
  }
});

describe('decoding', () => {
  test.each([
    // The fast integer DCT beside the slow one.
    ['colour, chroma at half the resolution', 2, 12],
    ['colour, chroma at full resolution', 2, 12],
    ['progressive', 2, 12],
    ['grey', 2, 12],
    // A colour profile beside a formula without one.
    ['CMYK', 40, 255],
    ['a PNG under the name of a JPEG', 0, 0],
  ])('%s: near what Pillow decodes', async (name, mean, most) => {
    const { file, decoded } = files[name]!;
    const { width, height, pixels } = await decode(bytes(file), name);
    expect([width, height, pixels.length]).toEqual([decoded.width, decoded.height, 3 * width * height]);
    const differences = Array.from(bytes(decoded.pixels), (value, i) => Math.abs(value - pixels[i]!));
    expect(differences.reduce((sum, one) => sum + one) / differences.length).toBeLessThanOrEqual(mean);
    expect(Math.max(...differences)).toBeLessThanOrEqual(most);
  });

  const whole = bytes(files['colour, chroma at half the resolution']!.file);

  test('superfluous bytes within a file do no harm', async () => {
    const end = whole.subarray(-2);
    const { pixels } = await decode(Buffer.concat([whole.subarray(0, -2), Buffer.alloc(20, 7), end]), 'x.JPEG');
    const expected = await decode(whole, 'x.JPEG');
    const differences = pixels.map((value, i) => Math.abs(value - expected.pixels[i]!));
    expect(Math.max(...differences)).toBeLessThanOrEqual(12);
  });

  test.each(['colour, chroma at half the resolution', 'progressive', 'CMYK'])(
    '%s: one that says that it is far larger than its bytes is not given the memory',
    async (name) => {
      const file = bytes(files[name]!.file);
      const frame = Math.max(...['\xff\xc0', '\xff\xc2'].map((mark) => file.indexOf(mark, 0, 'latin1')));
      file.writeUInt16BE(2000, frame + 5);
      file.writeUInt16BE(65_500, frame + 7);
      const before = process.memoryUsage.rss();
      await expect(decode(file, 'x.JPEG')).rejects.toThrow(
        /^x\.JPEG cannot be decoded \(it says that it has 65500x2000 pixels\)$/,
      );
      expect(process.memoryUsage.rss() - before).toBeLessThan(100e6);
    },
  );

  test.each([
    ['cut short', whole.subarray(0, whole.length / 2)],
    ['empty', Buffer.alloc(0)],
    ['no image', Buffer.from('<title>Sign in</title>')],
  ])('a file that is %s is a Problem with its name', async (_, file) => {
    const error = await decode(file, '/data/x.JPEG').catch((error) => error);
    expect(error).toBeInstanceOf(Problem);
    expect(error.sentence).toMatch(/^\/data\/x\.JPEG cannot be decoded \(.+\)\. Take the file /);
    expect(error.code).toBe(exitCode.data);
  });
});

describe('random cuts', () => {
  const image = { width: 500, height: 375 };
  const draw = (seed: number, sides = image) => {
    const random = new RandomStream(seed, 'augmentation');
    return Array.from({ length: 4000 }, () => randomCut(random, sides, 224));
  };

  test('lie in the image, have 8 to 100 % of its area and sides of 3 to 4 at most, half of them mirrored', () => {
    const cuts = draw(1);
    for (const { left, top, width, height } of cuts) {
      expect(left >= 0 && left + width <= 500 && top >= 0 && top + height <= 375).toBe(true);
      // Sides are rounded to pixels.
      expect((width + 1) * (height + 1)).toBeGreaterThanOrEqual(0.08 * 500 * 375);
      expect((width + 1) / height).toBeGreaterThanOrEqual(3 / 4);
      expect((width - 1) / height).toBeLessThanOrEqual(4 / 3);
    }
    expect(cuts.filter(({ mirror }) => mirror).length / cuts.length).toBeCloseTo(0.5, 1);
    // torchvision's: of 20,000 of its own, 0.432 of the area in the mean.
    const areas = cuts.map(({ width, height }) => (width * height) / (500 * 375));
    expect(areas.reduce((sum, area) => sum + area) / areas.length).toBeCloseTo(0.432, 1);
    expect(draw(1)).toEqual(cuts);
    expect(draw(2)).not.toEqual(cuts);
  });

  test('of an image that is too long have all of its shorter side, in the middle', () => {
    const [cut] = draw(1, { width: 1000, height: 20 });
    expect(cut).toMatchObject({ left: 486, top: 0, width: 27, height: 20 });
  });
});

test('paths in a list of lines', () => {
  const list = pathList(Buffer.from('train/a/1.JPEG\ntrain/ä/2.JPEG\nval/a/3.JPEG\n'));
  expect(Array.from(list.ends, (_, place) => pathAt(list, place))).toEqual([
    'train/a/1.JPEG',
    'train/ä/2.JPEG',
    'val/a/3.JPEG',
  ]);
});
