import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { exitCode, Problem } from '../../base/problem.ts';
import { size } from '../../base/size.ts';
import { RandomStream } from '../../model/engine/random.ts';
import { publishedArchive } from '../sets/fetch-data.ts';
import { download } from './download.ts';
import { type Behaviour, type Server, serve } from './fixtures/server.ts';
import type { ArchiveSource } from './source.ts';

const cifar100 = publishedArchive('cifar100');

const random = new RandomStream(0, 'a file to download');
const contents = Buffer.from(Uint32Array.from({ length: 100_000 }, () => random.word()).buffer);
const half = 200_000;
/** How long the tests' servers may be silent. */
const patience = 500;

let folder: string;
let part: string;
let server: Server;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-download-'));
  part = join(folder, 'archive.part');
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const sourceAt = (address = server.address): ArchiveSource => ({ ...cifar100, address, bytes: contents.length });
const fetchIt = (source = sourceAt()) => download(source, part, patience);
const got = () => readFile(part);
// Comparing buffers of this size value by value takes the test's library a second.
const isThere = async (file: Buffer) => file.equals(await got());

async function failure(work: Promise<void>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (error) => error,
  );
  expect(error).toBeInstanceOf(Problem);
  expect(error.code).toBe(exitCode.data);
  return error.sentence;
}

/** Starts the server, and downloads until it breaks the connection. Returns how much came. */
async function breakOff(behaviour: Partial<Behaviour> = {}): Promise<number> {
  server = await serve({ contents, etag: '"one"', ...behaviour, breakAfter: half });
  expect(await failure(fetchIt())).toMatch(/ broke off after /);
  const kept = await got();
  expect(kept.length).toBeGreaterThan(0);
  expect(await isThere(contents.subarray(0, kept.length))).toBe(true);
  delete server.behaviour.breakAfter;
  return kept.length;
}

test('a file comes whole, over a redirection', async () => {
  server = await serve({ contents });
  await fetchIt(sourceAt(server.redirecting));
  expect(await isThere(contents)).toBe(true);
});

test('a file whose size nobody knows beforehand', async () => {
  server = await serve({ contents, length: 'untold' });
  await fetchIt({ ...sourceAt(), bytes: undefined });
  expect(await isThere(contents)).toBe(true);
});

describe('after a break', () => {
  test('it is kept, the user is told, and the next download fetches the rest alone', async () => {
    server = await serve({ contents, etag: '"one"', breakAfter: half });
    const sentence = await failure(fetchIt());
    const { length } = await got();
    expect(sentence).toBe(
      `the download of ${server.address} broke off after ${size(length)} of 400 kB (other side closed). Run the same command again, which continues from there`,
    );
    delete server.behaviour.breakAfter;
    await fetchIt();
    expect(await isThere(contents)).toBe(true);
    expect(server.requests[1]).toEqual({ range: `bytes=${length}-`, ifRange: '"one"' });
  });

  test('several times', async () => {
    const first = await breakOff();
    server.behaviour.breakAfter = half / 2;
    await failure(fetchIt());
    const second = (await got()).length;
    expect(second).toBeGreaterThan(first);
    delete server.behaviour.breakAfter;
    await fetchIt();
    expect(await isThere(contents)).toBe(true);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, `bytes=${first}-`, `bytes=${second}-`]);
  });

  test('a server that does not name versions still goes on', async () => {
    const length = await breakOff({ etag: 'W/"weak"' });
    await fetchIt();
    expect(await isThere(contents)).toBe(true);
    expect(server.requests[1]).toEqual({ range: `bytes=${length}-`, ifRange: undefined });
  });

  const changed = Buffer.from(contents.map((byte) => byte ^ 255));
  test.each<[string, Partial<Behaviour>, number]>([
    ['the file has changed', { contents: changed, etag: '"two"' }, 2],
    ['the server cannot send parts', { ranges: 'ignored' }, 2],
    ['the server sends another part', { ranges: 'shifted' }, 3],
    ['the file has become shorter than the part', { contents: contents.subarray(0, 1000) }, 3],
  ])('it starts anew where %s', async (_, behaviour, requests) => {
    await breakOff();
    Object.assign(server.behaviour, behaviour);
    await fetchIt({ ...sourceAt(), bytes: undefined });
    expect(await isThere(server.behaviour.contents)).toBe(true);
    expect(server.requests).toHaveLength(requests);
  });

  test('it starts anew from another address', async () => {
    await breakOff();
    await fetchIt(sourceAt(server.redirecting));
    expect(await isThere(contents)).toBe(true);
    expect(server.requests[1]).toEqual({ range: undefined, ifRange: undefined });
  });

  test('it starts anew where nobody knows what the part is', async () => {
    server = await serve({ contents });
    await writeFile(part, 'something');
    await fetchIt();
    expect(await isThere(contents)).toBe(true);
  });

  test('a server that answers with an error takes nothing away', async () => {
    const length = await breakOff();
    server.behaviour.status = 503;
    expect(await failure(fetchIt())).toContain('(the server answers 503)');
    expect((await got()).length).toBe(length);
  });

  test('nothing is asked for where all of it came', async () => {
    server = await serve({ contents });
    await fetchIt();
    await fetchIt();
    expect(server.requests).toHaveLength(1);
  });
});

describe('what a server can do wrong', () => {
  test('there is no such file', async () => {
    server = await serve({ contents, status: 404 });
    expect(await failure(fetchIt())).toBe(
      `${server.address} cannot be fetched (the server answers 404). Give another address with --from, or run the same command again later`,
    );
    expect(existsSync(part)).toBe(false);
  });

  test('it does not answer', async () => {
    server = await serve({ contents, mute: true });
    expect(await failure(fetchIt())).toMatch(/ cannot be fetched \(the server is silent\)\. Check the network and /);
  });

  test('it falls silent half way', async () => {
    server = await serve({ contents, breakAfter: half, breakBy: 'silence' });
    expect(await failure(fetchIt())).toMatch(/ broke off after \d+ kB of 400 kB \(the server is silent\)/);
    expect((await got()).length).toBeGreaterThan(0);
  });

  test('it has a file of another size, and none of it is fetched', async () => {
    server = await serve({ contents });
    expect(await failure(fetchIt({ ...sourceAt(), bytes: 168_513_733 }))).toBe(
      `${server.address} is not the archive of CIFAR-100: it has 400,000 bytes instead of 168,513,733. Give another address with --from`,
    );
    expect(existsSync(part)).toBe(false);
  });

  test('it sends more and more', async () => {
    server = await serve({ contents, length: 'untold' });
    expect(await failure(fetchIt({ ...sourceAt(), bytes: 1000 }))).toContain(' bytes instead of 1,000. ');
    expect((await got()).length).toBeLessThan(contents.length);
  });

  test('it is not there', async () => {
    server = await serve({ contents });
    server.close();
    expect(await failure(fetchIt())).toBe(
      `${server.address} cannot be fetched (connect ECONNREFUSED ${new URL(server.address).host}). Check the network and run the same command again, or put cifar-100-binary.tar.gz into ${folder} by hand`,
    );
  });
});
