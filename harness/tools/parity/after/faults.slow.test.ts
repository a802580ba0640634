import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { agrees } from '../compare.ts';
import type { runCase } from '../run-case.ts';
import { readIndex } from '../vectors.ts';
import type { Fault } from './fault.ts';
import { after } from './index.ts';

const harness = join(import.meta.dirname, '../../..');
const folder = await mkdtemp(join(tmpdir(), 'redistill-faults-'));

const declared = join(import.meta.dirname, 'faults');
const files = await readdir(declared);
const modules = await Promise.all(files.map((file): Promise<{ faults: Fault[] }> => import(join(declared, file))));
const faults = modules.flatMap(({ faults }) => faults);
const cases = await readIndex('baselines/parity/after');

afterAll(() => rm(folder, { recursive: true }));

/** What runs cases, with a copy of the methods' files and the fault's folder, in which one file is changed; all else is shared. */
async function runnerWith({ file, before, after }: Fault): Promise<typeof runCase> {
  const house = await mkdtemp(join(folder, 'house-'));
  await mkdir(join(house, 'harness'));
  for (const wing of ['model', 'tools', file.split('/')[1]!])
    await mkdir(join(house, 'harness', wing), { recursive: true });
  const copied = ['model/distillers', 'tools/parity', file.split('/').slice(1, 3).join('/')];
  for (const wing of await readdir(harness)) {
    if (!copied.some((room) => room.startsWith(`${wing}/`))) {
      await symlink(join(harness, wing), join(house, 'harness', wing));
      continue;
    }
    for (const room of await readdir(join(harness, wing))) {
      const [from, to] = [join(harness, wing, room), join(house, 'harness', wing, room)];
      await (copied.includes(`${wing}/${room}`) ? cp(from, to, { recursive: true }) : symlink(from, to));
    }
  }
  const text = await readFile(join(house, file), 'utf8');
  expect(text.split(before), `${file} has it once`).toHaveLength(2);
  await writeFile(
    join(house, file),
    text.replace(before, () => after),
  );
  return (await import(join(house, 'harness/tools/parity/run-case.ts'))).runCase;
}

test('every method has a planted fault', () => {
  // `reviewkd_hcl` is a part of `reviewkd`.
  const methodOf = (loss: string) => loss.replace('losses/', '').split('_')[0]!;
  const found = new Set(faults.flatMap(({ cases }) => cases.map(methodOf)));
  expect(Object.keys(after.losses).filter((loss) => !found.has(methodOf(loss)))).toEqual([]);
});

test.each(faults)('$file: $fault', async (fault) => {
  const run = await runnerWith(fault);
  for (const loss of fault.cases) {
    const names = [...cases.keys()].filter((name) => name.startsWith(`${loss}.`));
    const outcomes = await Promise.all(names.map((name) => run(name, cases.get(name)!, 'eager')));
    // They were run, and at least one quantity differs.
    for (const { failure } of outcomes) expect(failure).toBeUndefined();
    expect(outcomes.flatMap(({ comparisons }) => comparisons).filter((one) => !agrees(one))).not.toEqual([]);
  }
});
