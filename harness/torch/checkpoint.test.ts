import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseTensors } from '../engine/safetensors.ts';
import { exitCode, Problem } from '../problem.ts';
import { readCheckpoint } from './checkpoint.ts';
import { readSample } from './fixture.ts';

/** Name, shape and values of each tensor. */
async function tensorsOf(bytes: Buffer) {
  const tensors = await readCheckpoint(bytes, 'file');
  return Object.fromEntries(
    Array.from(tensors, ([name, { shape, read }]) => [name, { shape, values: Array.from<number>(read()) }]),
  );
}

/** The Problem that a file is; undefined where it can be read. Any other error fails the test. */
async function problemOf(bytes: Buffer): Promise<Problem | undefined> {
  try {
    await tensorsOf(bytes);
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.code).toBe(exitCode.data);
    expect(error.sentence).toMatch(/^(In )?file .*\. .*[^.]$/);
    expect(error.sentence).not.toMatch(/\n|undefined/);
    return error;
  }
}

describe("the authors' checkpoints of resnet8 hold the tensors that PyTorch says", async () => {
  const { tensors } = parseTensors(await readSample('resnet8.expected.safetensors'), 'expected');
  const expected = Object.fromEntries(
    [...tensors]
      .filter(([name]) => name.startsWith('state/'))
      .map(([name, { shape, values }]) => [name.slice('state/'.length), { shape, values: Array.from<number>(values) }]),
  );

  test.each(['resnet8.bare.zip.pth', 'resnet8.last.legacy.pth'])('%s', async (file) => {
    expect(Object.keys(expected)).toHaveLength(56);
    expect(await tensorsOf(await readSample(file))).toEqual(expected);
  });
});

test.each(['variants.zip.pth', 'variants.legacy.pth', 'variants.deflated.pth'])(
  '%s: all number types, strides, offsets, shared storages, a parameter, without the prefix of DataParallel',
  async (file) => {
    const expected: Record<string, { shape: number[]; values: string[] }> = JSON.parse(
      (await readSample('variants.json')).toString(),
    );
    expect(Object.keys(expected)).toContain('transposed');
    expect(await tensorsOf(await readSample(file))).toEqual(
      Object.fromEntries(
        Object.entries(expected).map(([name, { shape, values }]) => [
          name,
          { shape, values: values.map((value) => (name === 'float64' ? Math.fround(Number(value)) : Number(value))) },
        ]),
      ),
    );
  },
);

test.each(['hostile.zip.pth', 'hostile.legacy.pth'])('%s is refused by name, and nothing is run', async (file) => {
  const problem = await problemOf(await readSample(file));
  expect(problem?.sentence).toMatchInlineSnapshot(
    `"file wants to use Python's posix.system, which weights do not need; nothing of it was run. Take weights from somebody whom you trust, saved alone: torch.save(model.state_dict(), FILE)"`,
  );
  expect(existsSync('EXECUTED')).toBe(false);
});

describe('a file that is cut off is one sentence', () => {
  test.each(['variants.zip.pth', 'variants.legacy.pth', 'variants.deflated.pth', 'hostile.legacy.pth'])(
    '%s, at every third place',
    async (file) => {
      const bytes = await readSample(file);
      for (let length = bytes.length - 1; length >= 0; length -= 3) {
        expect(await problemOf(bytes.subarray(0, length)), `${length} bytes`).toBeDefined();
      }
    },
  );

  test.each(['resnet8.bare.zip.pth', 'resnet8.last.legacy.pth'])('%s, at 100 places', async (file) => {
    const bytes = await readSample(file);
    for (let i = 0; i < 100; i++) {
      const length = Math.floor((bytes.length * i) / 100) + i;
      expect(await problemOf(bytes.subarray(0, length)), `${length} bytes`).toBeDefined();
    }
  });
});

describe('a file with a wrong byte is one sentence, or still a checkpoint', () => {
  test.each(['variants.zip.pth', 'variants.legacy.pth', 'variants.deflated.pth'])('%s', async (file) => {
    const bytes = await readSample(file);
    let noticed = 0;
    for (let place = 0; place < bytes.length; place += 5) {
      const damaged = Buffer.from(bytes);
      damaged[place]! ^= [0x01, 0x80, 0xff][place % 3]!;
      if (await problemOf(damaged)) noticed++;
    }
    expect(noticed).toBeGreaterThan(bytes.length / 10);
  });

  test('any byte of a zipped weight fails its checksum', async () => {
    const bytes = await readSample('variants.zip.pth');
    const weight = Buffer.from(Float32Array.of(-12, -11, -10).buffer);
    const place = bytes.indexOf(weight);
    expect(place).toBeGreaterThan(0);
    bytes[place]! ^= 1;
    expect((await problemOf(bytes))?.message).toBe(
      'file is cut off or damaged: its part variants.zip/data/0 does not fit its checksum',
    );
  });
});

test.each([
  ['an empty file', '', 'it is empty'],
  ['a page that a download gave instead', '<!DOCTYPE html><p>Not found</p>', 'it begins as neither of its forms does'],
  ['a zip archive of something else', zipOf('notes.txt'), 'it is a zip archive without data.pkl'],
])('%s', async (_, contents, why) => {
  expect((await problemOf(Buffer.from(contents, 'latin1')))?.message).toBe(`file is no PyTorch checkpoint: ${why}`);
});

/** A zip archive with one empty file. */
function zipOf(name: string): string {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(name.length, 22);
  const local = `PK\x03\x04${header.toString('latin1')}${name}`;
  const entry = Buffer.alloc(42);
  entry.writeUInt16LE(name.length, 24);
  const directory = `PK\x01\x02${entry.toString('latin1')}${name}`;
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(local.length, 12);
  return `${local}${directory}PK\x05\x06${end.toString('latin1')}`;
}
