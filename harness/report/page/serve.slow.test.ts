import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderName, jobFiles } from '../../job/folder.ts';
import { writeResults } from '../../results/evidence/fixtures/write-results.ts';
import { expand } from '../../suite/expand.ts';
import small from '../../suite/fixtures/small.ts';
import { suiteSchema } from '../../suite/schema.ts';
import { endServer, type Served, startServer } from './fixtures/start-server.ts';

const plan = expand(suiteSchema.parse(small));

let results: string;
let served: Served | undefined;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'redistill-serve-'));
  await train('vanilla', 81.25);
});
afterEach(async () => {
  if (served) await endServer(served, 'SIGKILL');
  await rm(results, { recursive: true });
});

/** Leaves results of a distiller's jobs. */
const train = (distiller: string, accuracy: number) =>
  writeResults(plan, results, ({ configuration }) =>
    configuration.kind === 'student' && configuration.distiller.name === distiller ? { accuracy } : undefined,
  );

const page = async () => (await fetch(served!.address)).text();
const versionIn = (html: string) => /data-version="([^"]+)"/.exec(html)?.[1];

/** The versions that an open page hears about. */
async function* versions(): AsyncGenerator<string> {
  const { body } = await fetch(`${served!.address}changes`);
  let text = '';
  for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop()!;
    for (const event of events) yield event.replace('data: ', '');
  }
}

/** Waits until a page with that text has been announced. */
async function pageWith(text: string, told: AsyncGenerator<string>): Promise<string> {
  while (!(await told.next()).done) {
    const html = await page();
    if (html.includes(text)) return html;
  }
  throw new Error('the server has ended');
}

test('the page is made anew when runs have come further, says what is wrong when it cannot be, and comes back', async () => {
  served = await startServer(results);
  const told = versions();
  const first = await page();
  expect(first).toContain('81.25');
  expect((await told.next()).value).toBe(versionIn(first));

  await train('KD', 85.5);
  expect(versionIn(await pageWith('85.50', told))).not.toBe(versionIn(first));

  const job = plan.jobs.find(({ label }) => label === 'resnet8-vanilla-trial1')!;
  const { metrics } = jobFiles(join(results, 'small', 'jobs', folderName(job)));
  const whole = await readFile(metrics);
  await writeFile(metrics, 'no epoch\n');
  const broken = await pageWith('The page cannot be made', told);
  expect(broken).toContain("line 1 is not an epoch's metrics");
  expect(versionIn(broken)).toBeDefined();
  await writeFile(metrics, whole);
  expect(await pageWith('85.50', told)).toContain('81.25');
});

test('it answers for nothing else, keeps its port to itself, and ends on Ctrl-C as if all were done', async () => {
  served = await startServer(results);
  expect((await fetch(`${served.address}favicon.ico`)).status).toBe(404);
  expect((await fetch(served.address, { method: 'POST' })).status).toBe(405);
  const { port } = new URL(served.address);
  await expect(startServer(results, port)).rejects.toThrow(
    `the port ${port} is not available: another program listens`,
  );

  await versions().next();
  expect(await endServer(served, 'SIGINT')).toBe(0);
  await expect(fetch(served.address)).rejects.toThrow();
});
