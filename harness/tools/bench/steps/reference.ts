import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { exitCode, Problem } from '../../../base/problem.ts';
import { firstStageEpochs } from '../../../job/job.ts';
import { failureOf } from '../../../run/local/failure.ts';
import { environmentOf, type Slot } from '../../../run/local/slots.ts';
import { MeasuredSide } from '../side.ts';
import { type MeasuredStudent, measuredName } from './cells.ts';
import type { ChosenOptions } from './options.ts';
import { referenceCall } from './reference-arguments.ts';

const program = fileURLToPath(new URL('reference.py', import.meta.url));

/** Nothing is written into the checkout. */
export const leaveNoBytecode = { PYTHONDONTWRITEBYTECODE: '1' };

/** A checkout of RepDistiller, and a Python that can run it. */
export interface Reference {
  folder: string;
  python: string;
  /** The version of its PyTorch, and what is special about it. */
  pytorch: string;
  /** Does torch.compile compile its networks? */
  isCompiled: boolean;
}

/**
 * @param modules what of Python's is needed beside torch
 * @throws Problem where the folder is not a checkout of RepDistiller, or the Python lacks what that needs
 */
export async function findReference(
  { folder, python, isCompiled = false }: { folder: string; python: string; isCompiled?: boolean },
  modules: readonly string[] = ['numpy'],
): Promise<Reference> {
  for (const file of ['train_student.py', 'train_teacher.py', 'models/__init__.py', 'helper/loops.py']) {
    await access(join(folder, file)).catch((cause) => {
      const message = `${folder} is not a checkout of RepDistiller: ${file} is not there`;
      throw new Problem(message, 'Give one of HobbitLong/RepDistiller', exitCode.configuration, { cause });
    });
  }
  const look = await execa(python, ['-c', `import torch, ${modules.join(', ')}; print(torch.__version__)`], {
    env: leaveNoBytecode,
    reject: false,
  });
  const version = look.stdout.trim();
  const pytorch = isCompiled ? `${version} with torch.compile` : version;
  if (look.exitCode === 0) return { folder, python, pytorch, isCompiled };
  const why = look.code === 'ENOENT' ? 'it is not there' : failureOf(look, look.stderr).reason;
  throw new Problem(
    `${python} cannot run RepDistiller: ${why}`,
    `Give a Python that has ${[...['torch', ...modules].slice(0, -1)].join(', ')} and ${modules.at(-1)} with --python PATH`,
    exitCode.machine,
  );
}

/**
 * The reference's side of a cell; undefined where it has not the method.
 * @throws Problem where it fails
 */
export async function startReference(
  { folder, python, isCompiled }: Reference,
  cell: MeasuredStudent,
  { images, steps, threads, mixedPrecision }: ChosenOptions,
  slot: Slot,
): Promise<MeasuredSide | undefined> {
  const call = referenceCall(cell);
  if (!call) return undefined;
  const told = {
    ...call,
    checkout: folder,
    images,
    batch: cell.recipe.batch,
    stepsARound: steps + 1,
    hasFirstStage: firstStageEpochs(cell) > 0,
    threads,
    isCompiled,
    mixedPrecision,
  };
  return MeasuredSide.start({
    name: `RepDistiller's ${measuredName(cell)}`,
    command: [python, program, JSON.stringify(told)],
    environment: { ...environmentOf(slot), ...leaveNoBytecode },
  });
}
