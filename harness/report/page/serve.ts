import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exitCode, isSystemError, Problem } from '../../base/problem.ts';
import { say } from '../../base/terminal/say.ts';
import type { FreshPage } from './fresh-page.ts';

export interface ServeOptions {
  page: FreshPage;
  /** The port of 127.0.0.1; a free one where it is 0. */
  port: number;
  /** How often to look for changes. */
  everyMilliseconds: number;
  /** Ends the server. */
  until: AbortSignal;
}

/**
 * Shows a page to this machine alone, and tells open ones when there is a newer one.
 * @throws Problem where the port is taken
 */
export async function serve({ page, port, everyMilliseconds, until }: ServeOptions): Promise<void> {
  const listeners = new Set<ServerResponse>();
  const server = createServer(({ method, url }, response) => {
    if (method !== 'GET' && method !== 'HEAD') return end(response, 405, 'Only GET is answered.');
    if (url === '/changes') return listen(response);
    if (url !== '/') return end(response, 404, 'There is only the page itself, at /.');
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(page.html);
  });

  await page.refresh();
  const address = await listening(server, port);
  say(`the page is at http://127.0.0.1:${address.port}/ until Ctrl-C`);
  while (!until.aborted) {
    await pause(everyMilliseconds, until);
    if (until.aborted || !(await page.refresh())) continue;
    for (const response of listeners) tell(response);
  }
  server.close();
  server.closeAllConnections();

  /** The version first, so that a page which has missed one loads itself again at once. */
  function listen(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
    tell(response);
  }

  function tell(response: ServerResponse): void {
    response.write(`data: ${page.version}\n\n`);
  }
}

function end(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${sentence}\n`);
}

function listening(server: Server, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const taken = isSystemError(cause, 'EADDRINUSE') ? 'another program listens there' : cause.message;
      const cure = 'Give another with --port, or none for a free one';
      reject(new Problem(`the port ${port} is not available: ${taken}`, cure, exitCode.machine, { cause }));
    });
    server.listen(port, '127.0.0.1', () => resolve(server.address() as AddressInfo));
  });
}

function pause(milliseconds: number, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, milliseconds);
    until.addEventListener('abort', finish, { once: true });
    function finish() {
      clearTimeout(timer);
      until.removeEventListener('abort', finish);
      resolve();
    }
  });
}
