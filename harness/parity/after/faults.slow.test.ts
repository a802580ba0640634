import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { methods } from '../../distillers/registry.ts';
import { agrees } from '../compare.ts';
import { runCase } from '../run-case.ts';
import { readIndex } from '../vectors.ts';
import type { Fault } from './fault.ts';
import { after } from './index.ts';

const harness = join(import.meta.dirname, '../..');
const distillers = 'harness/distillers/';
const folder = await mkdtemp(join(tmpdir(), 'redistill-faults-'));
const sound = { ...methods };

const declared = join(import.meta.dirname, 'faults');
const files = await readdir(declared);
const modules = await Promise.all(files.map((file): Promise<{ faults: Fault[] }> => import(join(declared, file))));
const faults = modules.flatMap(({ faults }) => faults);
const cases = await readIndex('baselines/parity/after');

afterAll(() => {
  Object.assign(methods, sound);
  return rm(folder, { recursive: true });
});

/** All methods, from a copy of their files in which one is changed; what they import is shared with the sound ones. */
async function methodsWith({ file, before, after }: Fault): Promise<typeof methods> {
  const copy = await mkdtemp(join(folder, 'house-'));
  await cp(join(harness, 'distillers'), join(copy, distillers), { recursive: true });
  for (const name of ['engine', 'problem.ts']) await symlink(join(harness, name), join(copy, 'harness', name));
  const text = await readFile(join(copy, file), 'utf8');
  expect(text.split(before), `${file} has it once`).toHaveLength(2);
  await writeFile(
    join(copy, file),
    text.replace(before, () => after),
  );
  return (await import(join(copy, distillers, 'registry.ts'))).methods;
}

test('every method has a planted fault', () => {
  // `reviewkd_hcl` is a part of `reviewkd`.
  const methodOf = (loss: string) => loss.replace('losses/', '').split('_')[0]!;
  const found = new Set(faults.flatMap(({ cases }) => cases.map(methodOf)));
  expect(Object.keys(after.losses).filter((loss) => !found.has(methodOf(loss)))).toEqual([]);
});

test.each(faults)('$file: $fault', async (fault) => {
  Object.assign(methods, await methodsWith(fault));
  for (const loss of fault.cases) {
    const names = [...cases.keys()].filter((name) => name.startsWith(`${loss}.`));
    const outcomes = await Promise.all(names.map((name) => runCase(name, cases.get(name)!, 'eager')));
    // They were run, and at least one quantity differs.
    for (const { failure } of outcomes) expect(failure).toBeUndefined();
    expect(outcomes.flatMap(({ comparisons }) => comparisons).filter((one) => !agrees(one))).not.toEqual([]);
  }
});
