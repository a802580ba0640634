import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { exitCode, type Problem } from '../../base/problem.ts';
import { publishedArchive } from '../sets/fetch-data.ts';
import { download } from './download.ts';
import { type HttpProxy, startProxy } from './fixtures/proxy.ts';
import { type Server, serve } from './fixtures/server.ts';

const cifar100 = publishedArchive('cifar100');

const contents = Buffer.from('a file to download');
/** No tunnel leads there, and no name server knows it. */
const secure = 'https://redistill.invalid/file';

let folder: string;
let server: Server;
let proxy: HttpProxy;
beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  folder = await mkdtemp(join(tmpdir(), 'redistill-proxies-'));
  server = await serve({ contents });
  proxy = await startProxy();
});
afterEach(async () => {
  server.close();
  proxy.close();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'];

/** Downloads with those proxies and no others. Returns what went wrong. */
async function fetchFrom(address: string, environment: Record<string, string>): Promise<Problem | undefined> {
  for (const name of names.flatMap((one) => [one, one.toLowerCase()])) vi.stubEnv(name, environment[name]);
  return download({ ...cifar100, address, bytes: undefined }, join(folder, 'part')).then(
    () => undefined,
    (error) => error,
  );
}
const got = () => readFile(join(folder, 'part'));

describe('a proxy fetches what is not encrypted', () => {
  test.each<[string, (place: string) => Record<string, string>]>([
    ['HTTP_PROXY without a scheme', (place) => ({ HTTP_PROXY: place })],
    ['http_proxy before HTTP_PROXY', (place) => ({ http_proxy: place, HTTP_PROXY: 'nowhere.invalid:9' })],
    ['a name that is empty', (place) => ({ http_proxy: '', HTTP_PROXY: ` http://${place}/ ` })],
    ['ALL_PROXY', (place) => ({ ALL_PROXY: place })],
    ['with a name and a password', (place) => ({ HTTP_PROXY: `name:word@${place}` })],
  ])('%s', async (_, environment) => {
    expect(await fetchFrom(server.address, environment(proxy.place))).toBeUndefined();
    expect(await got()).toEqual(contents);
    expect(proxy.requests).toEqual([`GET ${server.address}`]);
  });
});

describe('no proxy is used', () => {
  test.each<[string, (place: string) => Record<string, string>]>([
    ['for the hosts of NO_PROXY', (place) => ({ HTTP_PROXY: place, NO_PROXY: 'example.org, 127.0.0.1' })],
    ['for no host at all, whatever the proxy is', () => ({ HTTP_PROXY: 'socks4://127.0.0.1:9', no_proxy: ' * ' })],
    ['of https for http', (place) => ({ HTTPS_PROXY: place })],
  ])('%s', async (_, environment) => {
    expect(await fetchFrom(server.address, environment(proxy.place))).toBeUndefined();
    expect(await got()).toEqual(contents);
    expect(proxy.requests).toEqual([]);
  });

  test('of http for https', async () => {
    const problem = await fetchFrom(secure, { HTTP_PROXY: proxy.place });
    expect(problem).toMatchObject({ code: exitCode.data });
    expect(problem?.message).toContain(`${secure} cannot be fetched (getaddrinfo `);
    expect(problem?.sentence).toContain('. Check the network and run the same command again');
    expect(proxy.requests).toEqual([]);
  });
});

test('https goes through a tunnel of HTTPS_PROXY, without a scheme too', async () => {
  expect(await fetchFrom(secure, { HTTPS_PROXY: proxy.place, HTTP_PROXY: '127.0.0.1:9' })).toMatchObject({
    message: `${secure} cannot be fetched (Proxy response (403) !== 200 when HTTP Tunneling)`,
    code: exitCode.data,
  });
  expect(proxy.requests).toEqual(['CONNECT redistill.invalid:443']);
});

test('a proxy that does not answer is a sentence', async () => {
  expect(await fetchFrom(secure, { HTTPS_PROXY: '127.0.0.1:9' })).toMatchObject({
    message: `${secure} cannot be fetched (connect ECONNREFUSED 127.0.0.1:9)`,
    sentence: expect.stringContaining('Check the network and the proxy that HTTPS_PROXY names, and run'),
    code: exitCode.data,
  });
});

test.each([
  ['HTTPS_PROXY', 'socks5://me:secret@127.0.0.1:9', 'socks5://127.0.0.1:9'],
  ['all_proxy', 'socks://127.0.0.1:9', 'socks://127.0.0.1:9'],
  ['https_proxy', 'proxy.example.org:port', 'proxy.example.org:port'],
  ['HTTPS_PROXY', '"proxy.example.org:3128"', '"proxy.example.org:3128"'],
])('a proxy that is none is named: %s=%s', async (name, value, shown) => {
  expect(await fetchFrom(secure, { [name]: value })).toMatchObject({
    sentence: `${name} is '${shown}', which is not the address of an HTTP proxy. Set it to one, such as http://proxy.example.org:3128, or leave it out`,
    code: exitCode.configuration,
  });
});
