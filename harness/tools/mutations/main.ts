import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importProgram } from '../../../scripts/compiled.mjs';
import type { Reader } from './sample.ts';
import { mutated, refusedSample, tryMutation } from './try-mutation.ts';

/**
 * `node scripts/program.mjs harness/tools/mutations/main.ts READER FIRST [COUNT]`: lets a reader read so many mutated files, in a
 * process that a test can kill. By hand it tries one, and says what came of it.
 */
const [name = '', first = '0', count = '1'] = process.argv.slice(2);
const { reader } = (await importProgram(`harness/tools/mutations/readers/${name}.ts`)) as { reader: Reader };
const scratch = await mkdtemp(join(tmpdir(), 'redistill-mutations-'));
const tell = process.send?.bind(process) ?? console.log;
try {
  const refused = await refusedSample(reader, scratch);
  if (refused !== undefined) tell({ number: Number(first), fault: refused });
  for (let number = Number(first); number < Number(first) + Number(count); number++) {
    const file = await mutated(name, reader, number);
    tell({ number });
    const fault = await tryMutation(file, reader, scratch);
    if (fault !== undefined) tell({ number, fault });
    if (reader.isSpent?.()) break;
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
// Whatever a reader has left running ends here.
process.disconnect?.();
