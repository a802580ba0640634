import { exitCode, Problem } from '../problem.ts';
import { shown } from '../shown.ts';

/** A checkpoint is not as PyTorch wrote it. */
export function damaged(source: string, why: string, cause?: unknown): Problem {
  return new Problem(`${source} is cut off or damaged: ${why}`, 'Copy or download it again', exitCode.data, { cause });
}

/** A file is something else than a checkpoint. */
export function noCheckpoint(source: string, what: string): Problem {
  return new Problem(
    `${source} is no PyTorch checkpoint: ${what}`,
    'Give a file that torch.save() wrote',
    exitCode.data,
  );
}

/** A checkpoint's numbers are written the other way round. */
export function otherByteOrder(source: string): Problem {
  return new Problem(
    `${source} was written on a big-endian machine, whose numbers are not read here`,
    'Save it again on a machine with an x86 or ARM processor',
    exitCode.data,
  );
}

/** A checkpoint names a Python global that is not on the list of globals.ts. */
export function refused(global: string, source: string): Problem {
  return new Problem(
    `${source} wants to use Python's ${shown(global)}, which weights do not need; nothing of it was run`,
    'Take weights from somebody whom you trust, saved alone: torch.save(model.state_dict(), FILE)',
    exitCode.data,
  );
}
