import type { RandomStream } from '../../model/engine/random.ts';

/** Numbers at the limits of what lengths, offsets and counts hold. */
const limits = [0n, 1n, 0x7fn, 0x80n, 0xffn, 0x7fffn, 0xffffn, 0x7fff_ffffn, 0x8000_0000n, 0xffff_ffffn, 2n ** 53n];
const widest = [...limits, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n];

type Mutation = (bytes: Buffer, random: RandomStream) => Buffer;

const mutations: Mutation[] = [
  function flipBits(bytes, random) {
    for (let left = 1 + random.integer(4); left > 0; left--) bytes[placeIn(bytes, random)]! ^= 1 << random.integer(8);
    return bytes;
  },
  function writeBytes(bytes, random) {
    bytes[placeIn(bytes, random)] = random.integer(256);
    return bytes;
  },
  function writeLimit(bytes, random) {
    const width = [2, 4, 8][random.integer(3)]!;
    const value = BigInt.asUintN(8 * width, widest[random.integer(widest.length)]!);
    const digits = Buffer.from(value.toString(16).padStart(2 * width, '0'), 'hex');
    bytes.set(
      random.integer(2) === 0 ? digits : digits.reverse(),
      Math.min(placeIn(bytes, random), bytes.length - width),
    );
    return bytes;
  },
  function changeLength(bytes, random) {
    const place = placeIn(bytes, random);
    bytes[place]! += random.integer(2) === 0 ? 1 : -1;
    return bytes;
  },
  function cut(bytes, random) {
    return bytes.subarray(0, placeIn(bytes, random));
  },
  function remove(bytes, random) {
    const { start, end } = blockIn(bytes, random);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  },
  function insert(bytes, random) {
    const place = placeIn(bytes, random);
    const zeros = random.integer(2) === 0;
    const block = Buffer.from(Array.from({ length: 1 + random.integer(64) }, () => (zeros ? 0 : random.integer(256))));
    return Buffer.concat([bytes.subarray(0, place), block, bytes.subarray(place)]);
  },
  function double(bytes, random) {
    const { start, end } = blockIn(bytes, random);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
  },
  function swap(bytes, random) {
    const [a, b] = [blockIn(bytes, random), blockIn(bytes, random)].toSorted((one, other) => one.start - other.start);
    const end = Math.min(a!.end, b!.start);
    const parts = [
      [0, a!.start],
      [b!.start, b!.end],
      [end, b!.start],
      [a!.start, end],
      [b!.end, bytes.length],
    ] as const;
    return Buffer.concat(parts.map(([from, to]) => bytes.subarray(from, to)));
  },
  function blank(bytes, random) {
    const { start, end } = blockIn(bytes, random);
    return bytes.fill(random.integer(2) === 0 ? 0 : 0xff, start, end);
  },
];

/** A copy with one to three faults: bits, bytes, lengths, cuts, insertions, blocks that are doubled, swapped, gone or blank. */
export function mutateBytes(original: Buffer, random: RandomStream): Buffer {
  let bytes: Buffer = Buffer.from(original);
  for (let left = 1 + random.integer(3); left > 0 && bytes.length > 8; left--) {
    bytes = mutations[random.integer(mutations.length)]!(bytes, random);
  }
  return bytes;
}

/** Half of all places are near the beginning or the end, where headers and directories stand. */
function placeIn(bytes: Buffer, random: RandomStream): number {
  const near = Math.min(bytes.length, 512);
  const places = [random.integer(bytes.length), random.integer(near), bytes.length - 1 - random.integer(near)];
  return places[[0, 0, 1, 2][random.integer(4)]!]!;
}

function blockIn(bytes: Buffer, random: RandomStream): { start: number; end: number } {
  const start = placeIn(bytes, random);
  const longest = random.integer(2) === 0 ? 16 : bytes.length;
  return { start, end: Math.min(bytes.length, start + 1 + random.integer(longest)) };
}
