import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { agrees } from '../compare.ts';
import type { runCase } from '../run-case.ts';
import { readIndex } from '../vectors.ts';
import type { Fault } from './fault.ts';
import { after } from './index.ts';

const root = join(import.meta.dirname, '../../../..');
const folder = await mkdtemp(join(tmpdir(), 'redistill-faults-'));

const declared = join(import.meta.dirname, 'faults');
const files = await readdir(declared);
const modules = await Promise.all(files.map((file): Promise<{ faults: Fault[] }> => import(join(declared, file))));
const faults = modules.flatMap(({ faults }) => faults);
const cases = await readIndex('baselines/parity/after');

afterAll(() => rm(folder, { recursive: true }));

/** What runs cases, compiled with the fault in it: the methods, what compares them and the fault's room; all else is shared. */
async function runnerWith({ fault, file, before, after }: Fault): Promise<typeof runCase> {
  const changed = join(root, file);
  const text = await readFile(changed, 'utf8');
  expect(text.split(before), `${file} has it once`).toHaveLength(2);
  const [wing, room] = file.split('/').slice(1);
  const compiled = ['model/distillers', 'tools/parity', `${wing}/${room}`].map((name) =>
    join(root, 'harness', name, '/'),
  );
  const plantFault: Plugin = {
    name: fault,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const found = join(resolveDir, path);
        return { path: found, external: !compiled.some((one) => found.startsWith(one)) };
      });
      onLoad({ filter: /./ }, ({ path }) =>
        path === changed ? { contents: text.replace(before, () => after), loader: 'ts' } : undefined,
      );
    },
  };
  const outfile = join(await mkdtemp(join(folder, 'fault-')), 'run-case.js');
  const entryPoints = [join(import.meta.dirname, '../run-case.ts')];
  await build({ entryPoints, outfile, bundle: true, format: 'esm', packages: 'external', plugins: [plantFault] });
  return (await import(outfile)).runCase;
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
