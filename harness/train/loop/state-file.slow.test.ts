import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { StepExecutor } from '../../model/engine/executor.ts';
import { constant, uniform } from '../../model/engine/initial.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { createProgram, type Mode } from '../../model/engine/program.ts';
import { serializeTensors, viewOf } from '../../model/engine/safetensors.ts';
import { readCheckpoint, untrained, writeCheckpoint } from './checkpoint.ts';
import { toStored } from './weights.ts';

const folder = await mkdtemp(join(tmpdir(), 'redistill-state-'));
afterAll(() => rm(folder, { recursive: true }));

/** Of two pieces. */
const rows = 70_000;
const width = 128;

async function programOf(seed: number, mode: Mode) {
  const parameters = new Parameters(seed);
  parameters.add('weight', { torchShape: [3, 4], layout: 'linear', initial: uniform(1) });
  parameters.addTable('bank', [rows, width], uniform(1));
  parameters.addCounter('count');
  parameters.add('last', { torchShape: [2], initial: constant(seed) });
  const { variables } = parameters;
  return { variables, program: await createProgram(variables, {}, mode) };
}

const filesAt = (name: string) => ({
  checkpoint: join(folder, `${name}.safetensors`),
  previousCheckpoint: join(folder, `${name}.previous.safetensors`),
});

const expectSameValues = (one: StepExecutor, other: StepExecutor) => {
  const [found, expected] = [one.read(), other.read()];
  expect([...found.keys()]).toEqual([...expected.keys()]);
  for (const [name, values] of expected) expect(Buffer.compare(viewOf(found.get(name)!), viewOf(values)), name).toBe(0);
};

test('a table begins with the values of one drawn as a whole, in both modes', async () => {
  const whole = new Parameters(1).add('bank', { torchShape: [rows, width], initial: uniform(1) }).value.dataSync();
  for (const mode of ['eager', 'replay'] as const) {
    const { program } = await programOf(1, mode);
    expect(Buffer.compare(viewOf(program.read().get('bank')!), viewOf(whole as Float32Array)), mode).toBe(0);
    program.dispose();
  }
});

test.each<Mode>(['replay', 'eager'])(
  '%s: written piece by piece, the file has the bytes of one made at once, and is read again',
  async (mode) => {
    const { variables, program } = await programOf(1, mode);
    const files = filesAt(mode);
    await writeCheckpoint(files, 'job', variables, { progress: untrained, program });

    const tensors = toStored(variables, program.read());
    const progress = JSON.stringify(untrained);
    const digest = createHash('sha256').update('job').update(progress);
    for (const { values } of tensors.values()) digest.update(viewOf(values));
    const metadata = { job: 'job', progress, digest: digest.digest('hex') };
    const atOnce = serializeTensors({ tensors, metadata });
    expect(Buffer.compare(await readFile(files.checkpoint), atOnce)).toBe(0);

    const other = await programOf(2, mode);
    const checkpoint = await readCheckpoint(files, 'job', other.variables);
    await checkpoint!.restore(other.program);
    expectSameValues(other.program, program);
    other.program.dispose();
    program.dispose();
  },
);

test('a changed bit in any piece of a table is noticed', async () => {
  const { variables, program } = await programOf(1, 'replay');
  const files = filesAt('changed');
  await writeCheckpoint(files, 'job', variables, { progress: untrained, program });
  program.dispose();
  const whole = await readFile(files.checkpoint);
  const bytes = 4 * rows * width;
  for (const place of [whole.length - bytes / 2, whole.length - 100]) {
    const changed = Buffer.from(whole);
    changed[place]! ^= 1;
    await writeFile(files.checkpoint, changed);
    await expect(readCheckpoint(files, 'job', variables)).rejects.toThrow('its contents do not fit its hash');
  }
});
