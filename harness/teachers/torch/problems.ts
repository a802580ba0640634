import { exitCode, Problem } from '../../base/problem.ts';
import { shown } from '../../base/shown.ts';

const saveAlone = 'save its weights alone: torch.save(model.state_dict(), FILE)';

/** A checkpoint is not as PyTorch wrote it. */
export function damaged(source: string, why: string, cause?: unknown): Problem {
  return new Problem(`${source} is cut off or damaged: ${why}`, 'Copy or download it again', exitCode.data, { cause });
}

/** A file is something else than a checkpoint. */
export function noCheckpoint(source: string, what: string, cure = 'Give a file that torch.save() wrote'): Problem {
  return new Problem(`${source} is not a PyTorch checkpoint: ${what}`, cure, exitCode.data);
}

/** A checkpoint holds no tensors, or none by names. */
export function noTensors(source: string, what: string): Problem {
  const cure = "Save a network's weights: torch.save(model.state_dict(), FILE)";
  return new Problem(`${source} holds ${what}`, cure, exitCode.data);
}

/** A file that torch.jit wrote. */
export function torchScript(source: string): Problem {
  return new Problem(
    `${source} is a TorchScript program, which is not run here`,
    'Save its weights alone, in Python: torch.save(torch.jit.load(SCRIPT).state_dict(), FILE)',
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

/** Modules whose functions can do anything; no program keeps one of them in its checkpoint. */
const dangerous = /^(os|posix|nt|sys|subprocess|socket|shutil|runpy|importlib|builtins|__builtin__)\./;

/**
 * A checkpoint names a Python global that is not on the list of globals.ts.
 * @param pickle that names it
 */
export function refused(global: string, pickle: Uint8Array, source: string): Problem {
  const name = shown(global);
  const fail = (what: string, cure: string) => new Problem(`${source} ${what}`, cure, exitCode.data);
  if (dangerous.test(global)) {
    return fail(
      `wants to use Python's ${name}, which weights do not need; none of it was run`,
      `Take weights from somebody whom you trust, saved alone: torch.save(model.state_dict(), FILE)`,
    );
  }
  // Every network is made of modules of PyTorch's own.
  if (Buffer.from(pickle).includes('torch.nn.modules.')) {
    return fail(
      `holds a whole network with its Python classes (${name}), and these are not run here`,
      `If you trust it, load it in Python where its code is, and ${saveAlone}`,
    );
  }
  return fail(
    `wants to use Python's ${name}, which is not on the list of what weights need; none of it was run`,
    `If you trust it, load it in Python, and ${saveAlone}`,
  );
}
