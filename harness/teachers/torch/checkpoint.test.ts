import { existsSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { exitCode, Problem } from '../../base/problem.ts';
import { parseTensors } from '../../model/engine/safetensors.ts';
import { readTorchCheckpoint } from './checkpoint.ts';
import { readSample } from './fixture.ts';

/** Name, shape and values of each tensor at a place. */
async function tensorsOf(bytes: Buffer, place: string) {
  const groups = await readTorchCheckpoint(bytes, 'file');
  const { tensors } = groups.find((group) => group.place === place)!;
  return Object.fromEntries(
    Array.from(tensors, ([name, { shape, read }]) => [name, { shape, values: Array.from<number>(read()) }]),
  );
}

/** The Problem that a file is; undefined where all its tensors can be read. Any other error fails the test. */
async function problemOf(bytes: Buffer): Promise<Problem | undefined> {
  try {
    for (const { tensors } of await readTorchCheckpoint(bytes, 'file')) for (const { read } of tensors.values()) read();
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

  test.each([
    ['resnet8.bare.zip.pth', ''],
    ['resnet8.last.legacy.pth', 'model'],
  ])('%s', async (file, place) => {
    expect(Object.keys(expected)).toHaveLength(56);
    expect(await tensorsOf(await readSample(file), place)).toEqual(expected);
  });
});

test.each(['variants.zip.pth', 'variants.legacy.pth', 'variants.deflated.pth'])(
  '%s: all number types, strides, offsets, shared storages, a parameter',
  async (file) => {
    const expected: Record<string, { shape: number[]; values: string[] }> = JSON.parse(
      (await readSample('variants.json')).toString(),
    );
    expect(Object.keys(expected)).toContain('transposed');
    expect(await tensorsOf(await readSample(file), 'model')).toEqual(
      Object.fromEntries(
        Object.entries(expected).map(([name, { shape, values }]) => [
          `module.${name}`,
          { shape, values: values.map((value) => (name === 'float64' ? Math.fround(Number(value)) : Number(value))) },
        ]),
      ),
    );
  },
);

test('every dictionary with tensors is found, by the names that lead to it', async () => {
  const groups = await readTorchCheckpoint(await readSample('resnet8.nested.zip.pth'), 'file');
  expect(groups.map(({ place, tensors }) => [place, tensors.size])).toEqual([
    ['', 1],
    ['checkpoint.model_state', 56],
  ]);
  const beside = await readTorchCheckpoint(await readSample('resnet8.other-key.zip.pth'), 'file');
  expect(beside.map(({ place }) => place)).toEqual(['', 'weights', 'optimizer.state.0']);
});

describe.each(['kinds.zip.pth', 'kinds.legacy.pth'])('%s: what PyTorch reads with weights_only=True', async (file) => {
  const bytes = await readSample(file);
  const [group] = await readTorchCheckpoint(bytes, 'file');
  const read = (name: string) => Array.from<number>(group!.tensors.get(name)!.read());

  test('a negated view has the other sign, also where PyTorch made it itself', () => {
    expect(read('plain')).toEqual([0, 1, 2, 3, 4, 5]);
    expect(read('negated')).toEqual([-0, -1, -2, -3, -4, -5]);
    expect(read('imaginary')).toEqual([-0, -1, -2, -3, -4, -5]);
  });

  test.each(['tagged', 'parameter', 'buffer', 'uint16'])('a tensor with attributes, or of a new type: %s', (name) => {
    expect(read(name)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test.each([
    ['complex', 'holds complex numbers (complex64). Give weights that are real numbers'],
    ['float8', 'holds numbers of the type float8_e4m3fn. Save it again as float32, such as by tensor.float()'],
    ['sparse', 'is sparse. Save it again as a dense one, by tensor.to_dense()'],
    ['compressed', 'is sparse. Save it again as a dense one, by tensor.to_dense()'],
    ['meta', 'has no numbers, for it was on the meta device. Save it again as one on the CPU, with its weights loaded'],
    ['quantised', 'is quantised. Save it again as float32, as the network was before it was quantised'],
    ['by channel', 'is quantised. Save it again as float32, as the network was before it was quantised'],
  ])('one without numbers to read is refused by what it is, when it is asked for: %s', (name, sentence) => {
    const tensor = group!.tensors.get(name)!;
    expect(tensor.shape).toEqual([2, 3]);
    try {
      tensor.read();
    } catch (error) {
      expect((error as Problem).sentence).toBe(`In file the tensor "${name}" ${sentence}`);
      expect((error as Problem).code).toBe(exitCode.data);
      return;
    }
    throw new Error('it was read');
  });
});

test('nothing of the library that reads pickles reaches the terminal', async () => {
  const warn = vi.spyOn(console, 'warn');
  await readTorchCheckpoint(await readSample('resnet8.nested.zip.pth'), 'file');
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});

test.each(['hostile.zip.pth', 'hostile.legacy.pth'])('%s is refused by name, and nothing is run', async (file) => {
  const problem = await problemOf(await readSample(file));
  expect(problem?.sentence).toMatchInlineSnapshot(
    `"file wants to use Python's posix.system, which weights do not need; none of it was run. Take weights from somebody whom you trust, saved alone: torch.save(model.state_dict(), FILE)"`,
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
  ['an empty file', '', 'it is empty. Copy or download it again'],
  [
    'a page that a download gave instead',
    '<!DOCTYPE html><p>Not found</p>',
    "it is a web page or a server's message, which a download may give in its place. Open the address in a browser, look at what the page says, and download the file itself",
  ],
  [
    'a pointer of Git LFS',
    'version https://git-lfs.github.com/spec/v1\noid sha256:aaaa\nsize 12345\n',
    "it is a pointer of Git LFS, which stands in the file's place in a clone. Fetch the file itself: git lfs pull",
  ],
  [
    'a compressed file',
    '\x1f\x8b\x08',
    'it is compressed with gzip. Unpack it first: gunzip, or tar xzf where it is an archive',
  ],
  [
    'a pickle of something else',
    '\x80\x04}.',
    'it is a pickle that torch.save() did not write. Load it in Python, and save it with torch.save()',
  ],
  ['text', 'weights', 'it begins as neither of its forms does. Give a file that torch.save() wrote'],
  [
    'a zip archive of something else',
    zipOf('notes.txt'),
    'it is a zip archive without data.pkl. Give a file that torch.save() wrote',
  ],
])('%s', async (_, contents, why) => {
  expect((await problemOf(Buffer.from(contents, 'latin1')))?.sentence).toBe(`file is not a PyTorch checkpoint: ${why}`);
});

test.each([
  [
    'whole.zip.pth',
    'file holds a whole network with its Python classes (__main__.Network), and these are not run here. If you trust it, load it in Python where its code is, and save its weights alone: torch.save(model.state_dict(), FILE)',
  ],
  [
    'script.zip.pt',
    'file is a TorchScript program, which is not run here. Save its weights alone, in Python: torch.save(torch.jit.load(SCRIPT).state_dict(), FILE)',
  ],
])('a program instead of weights: %s', async (file, sentence) => {
  expect((await problemOf(await readSample(file)))?.sentence).toBe(sentence);
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
