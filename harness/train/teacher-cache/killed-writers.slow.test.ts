import { randomInt } from 'node:crypto';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { programCommand } from '../../base/typescript.ts';
import { bits, openCache, recordOf, valuesOf } from './fixtures/cache.ts';

const all = await mkdtemp(join(tmpdir(), 'redistill-killed-writers-'));
afterAll(() => rm(all, { recursive: true }));

// Records of 256 kB take the kernel many pages each, so that a kill or another process finds them half written.
const images = 16;
const outcomes = 3;
const width = 65_536;
const places = Array.from({ length: images * outcomes }, (_, place) => ({
  image: place % images,
  outcome: Math.floor(place / images),
}));
const expected = new Map(places.map((place) => [place, bits(valuesOf(place.image, place.outcome, width))]));

function startWriter(folder: string, ...once: string[]) {
  const [program, ...args] = programCommand('harness/train/teacher-cache/fixtures/writer.ts');
  const values = [images, outcomes, width].map(String);
  return execa(program, [...args, folder, ...values, ...once], { reject: false });
}

test('of writers that are killed at any moment, a reader sees whole records alone', async () => {
  let found = 0;
  let absent = 0;
  for (let round = 0; round < 4; round++) {
    const folder = join(all, `round-${round}`);
    await mkdir(folder);
    const cache = await openCache(folder, { images, outcomes, width });
    const look = () => {
      let here = 0;
      for (const place of places) {
        const record = recordOf(cache, place.image, place.outcome, width);
        if (record && !record.equals(expected.get(place)!)) throw new Error(`wrong bits of ${JSON.stringify(place)}`);
        if (record) here++;
      }
      found += here;
      absent += places.length - here;
      return here;
    };
    const writers = [1, 2, 3].map(() => startWriter(folder));
    while (look() === 0) await setTimeout(1);
    const killAt = writers.map(() => performance.now() + randomInt(40));
    while (writers.some(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
      for (const [place, writer] of writers.entries()) {
        if (performance.now() >= killAt[place]!) writer.kill('SIGKILL');
      }
      look();
      await setTimeout(0);
    }
    for (const writer of writers) expect((await writer).signal).toBe('SIGKILL');

    const left = look();
    expect((await startWriter(folder, 'once')).exitCode).toBe(0);
    expect(look()).toBe(places.length);
    expect(left).toBeGreaterThan(0);
    expect((await stat(join(folder, `${cache.key}.records`))).size).toBe(cache.limit);
    cache.close();
  }
  expect(found).toBeGreaterThan(0);
  expect(absent).toBeGreaterThan(0);
});
