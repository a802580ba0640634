import { open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Dispatcher, interceptors, request } from 'undici';
import { z } from 'zod';
import { replaceFile } from '../../base/files/files.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { size } from '../../base/size.ts';
import { createMeter } from '../../base/terminal/meter.ts';
import { say } from '../../base/terminal/say.ts';
import { throughProxies } from './proxies.ts';
import type { ArchiveSource } from './source.ts';

/** Where a partial file comes from: kept beside it, so that two versions of a file are never mixed. */
const originSchema = z.strictObject({
  address: z.string(),
  /** The server's name for this version of the file: a strong ETag, or the time when it was changed. */
  version: z.string().optional(),
});
type Origin = z.infer<typeof originSchema>;

/** A partial file. */
interface Kept extends Origin {
  bytes: number;
}

const originFile = (part: string) => `${part}.json`;

type Response = Dispatcher.ResponseData;
type Get = (headers: Record<string, string>) => Promise<Response>;

/**
 * Downloads an archive, continuing from where an earlier download of it broke off if the server can do that. A proxy is
 * used where the environment names one: see `throughProxies`.
 * @param part the file to write; it stays when the download breaks off
 * @param timeout how long the server may be silent, in milliseconds
 * @throws Problem for what the network or the server does; else the system's errors
 */
export async function download(source: ArchiveSource, part: string, timeout = 30_000): Promise<void> {
  const { title, address, bytes } = source;
  const kept = await readKept(part, address);
  if (kept && kept.bytes === bytes) return;
  const timeouts = { connect: { timeout }, headersTimeout: timeout, bodyTimeout: timeout };
  const proxies = throughProxies(timeouts, process.env);
  const dispatcher = proxies.dispatcher.compose(interceptors.redirect({ maxRedirections: 5 }));
  const get: Get = async (headers) => {
    try {
      return await request(address, { dispatcher, headers: { 'accept-encoding': 'identity', ...headers } });
    } catch (error) {
      const variable = proxies.variableFor(address);
      const suspects = variable === undefined ? 'the network' : `the network and the proxy that ${variable} names,`;
      const cure = `Check ${suspects} and run the same command again, or put ${source.file} into ${dirname(part)} by hand`;
      throw new Problem(`${address} cannot be fetched (${reasonOf(error)})`, cure, exitCode.data, { cause: error });
    }
  };
  try {
    const { response, start } = await openAt(kept, get, address);
    const length = Number(response.headers['content-length'] ?? Number.NaN);
    const total = Number.isNaN(length) ? bytes : start + length;
    if (bytes !== undefined && total !== bytes) throw wrongSize(source, total!);
    if (start === 0) await begin(part, { address, ...versionOf(response) });
    say(`fetching ${title}${total === undefined ? '' : ` (${size(total)})`} from ${address}`);
    if (start > 0) say(`going on after the first ${size(start)}`);
    await receive(response.body, part, { source, start, total });
  } finally {
    await proxies.destroy();
  }
}

/** Removes a partial file and what is known of it. */
export async function discard(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(originFile(part), { force: true });
}

/** What an earlier download from that address left. */
async function readKept(part: string, address: string): Promise<Kept | undefined> {
  try {
    const { size: bytes } = await stat(part);
    const origin = originSchema.parse(JSON.parse(await readFile(originFile(part), 'utf8')));
    return bytes > 0 && origin.address === address ? { ...origin, bytes } : undefined;
  } catch {
    // Whatever is the matter with it, the file can be downloaded anew.
    return undefined;
  }
}

/** Asks for what is missing, or for everything where the server cannot go on or has another version by now. */
async function openAt(
  kept: Kept | undefined,
  get: Get,
  address: string,
): Promise<{ response: Response; start: number }> {
  if (kept) {
    const { bytes, version } = kept;
    const response = await get({ range: `bytes=${bytes}-`, ...(version && { 'if-range': version }) });
    const first = /^bytes (\d+)-/.exec(String(response.headers['content-range']))?.[1];
    if (response.statusCode === 206 && Number(first) === bytes) return { response, start: bytes };
    // 416: the server's file ends before. Its answer and a part from elsewhere are left unread, until the agent goes.
    const isUseless = response.statusCode === 206 || response.statusCode === 416;
    if (!isUseless) return { response: whole(response, address), start: 0 };
  }
  return { response: whole(await get({}), address), start: 0 };
}

function whole(response: Response, address: string): Response {
  if (response.statusCode === 200) return response;
  const message = `${address} cannot be fetched (the server answers ${response.statusCode})`;
  throw new Problem(message, 'Give another address with --from, or run the same command again later', exitCode.data);
}

function versionOf({ headers }: Response): Pick<Origin, 'version'> {
  const { etag, 'last-modified': changed } = headers;
  const version = typeof etag === 'string' && !etag.startsWith('W/') ? etag : changed;
  return typeof version === 'string' ? { version } : {};
}

/** Starts a partial file anew: at no moment does one lie beside the origin of another. */
async function begin(part: string, origin: Origin): Promise<void> {
  await discard(part);
  await replaceFile(originFile(part), JSON.stringify(origin));
}

async function receive(
  body: AsyncIterable<Uint8Array>,
  part: string,
  { source, start, total }: { source: ArchiveSource; start: number; total: number | undefined },
): Promise<void> {
  const meter = createMeter(source.title, { start, total });
  let there = start;
  const brokeOff = (cause: unknown) => {
    const amount = `${size(there)}${total === undefined ? '' : ` of ${size(total)}`}`;
    const message = `the download of ${source.address} broke off after ${amount} (${reasonOf(cause)})`;
    return new Problem(message, 'Run the same command again, which continues from there', exitCode.data, { cause });
  };
  const file = await open(part, 'a');
  try {
    for await (const chunk of guarded(body, brokeOff)) {
      await file.writeFile(chunk);
      there += chunk.length;
      if (source.bytes !== undefined && there > source.bytes) throw wrongSize(source, there);
      meter.show(there);
    }
    await file.sync();
  } finally {
    meter.close();
    await file.close();
  }
}

/** The same chunks; an error of theirs, not of whoever reads them, becomes another. */
async function* guarded(
  chunks: AsyncIterable<Uint8Array>,
  become: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw become(error);
  }
}

function wrongSize({ title, address, bytes }: ArchiveSource, found: number): Problem {
  return new Problem(
    `${address} is not the archive of ${title}: it has ${found.toLocaleString('en')} bytes instead of ${bytes?.toLocaleString('en')}`,
    'Give another address with --from',
    exitCode.data,
  );
}

/** Why the network failed, in a few words. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : error.name;
  return /TIMEOUT/.test(code) ? 'the server is silent' : error.message || code;
}
