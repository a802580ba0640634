import sharp from 'sharp';
import { refusal } from './refusal.ts';

/** How many images are read and decoded at once: enough for every core, and little memory. */
const atOnce = 256;

/** What has more pixels is not decoded at all: a file of some bytes may say that it has millions. */
const mostPixels = 2 ** 20;

/** A JPEG, and what to call it. */
export interface Jpeg {
  name: string;
  bytes: Uint8Array;
}

/**
 * Decodes JPEGs of a square size, in their order, each to [side, side, 3] of eight bits; grey ones become three equal
 * channels.
 * @param side in pixels
 * @param archive what they come from, for people
 * @throws Problem where one is no JPEG, damaged or of another size
 */
export async function* decodeJpegs(jpegs: Iterable<Jpeg>, side: number, archive: string): AsyncGenerator<Uint8Array> {
  // An image each is work enough for a core.
  sharp.concurrency(1);
  for (const some of chunksOf(jpegs, atOnce)) yield* await Promise.all(some.map((jpeg) => decode(jpeg, side, archive)));
}

async function decode({ name, bytes }: Jpeg, side: number, archive: string): Promise<Uint8Array> {
  const image = sharp(bytes, { limitInputPixels: mostPixels }).toColourspace('srgb').raw();
  const { data, info } = await image.toBuffer({ resolveWithObject: true }).catch((error: Error) => {
    throw refusal(archive, `has ${name}, which cannot be decoded (${error.message})`, error);
  });
  const { width, height, channels } = info;
  if (width === side && height === side && channels === 3) return data;
  throw refusal(archive, `has ${name}, which has ${width}x${height} pixels instead of ${side}x${side}`);
}

function* chunksOf<Item>(items: Iterable<Item>, length: number): Generator<Item[]> {
  let chunk: Item[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < length) continue;
    yield chunk;
    chunk = [];
  }
  yield chunk;
}
