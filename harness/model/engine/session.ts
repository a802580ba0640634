import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePartialFolder, removeLeftovers } from '../../base/files/partial-folder.ts';
import { exitCode, isSystemError, Problem } from '../../base/problem.ts';
import { backend } from './kernel.ts';
import type { Signature } from './record/graph.ts';
import { quietly } from './standard-error.ts';
import type { Tensor } from './tensorflow.ts';

/** A graph in TensorFlow, and the variables that live in it. */
export class Session {
  private constructor(readonly id: number) {}

  /**
   * @param model a SavedModel's file
   * @throws Problem where there is no room for it, for TensorFlow reads it from a folder
   */
  static async load(model: Uint8Array): Promise<Session> {
    let folder: string | undefined;
    try {
      folder = makePartialFolder(tmpdir());
      removeLeftovers(tmpdir());
      await writeFile(join(folder, 'saved_model.pb'), model);
      const place = folder;
      return new Session(quietly(() => backend().loadSavedModelMetaGraph(place, 'serve')));
    } catch (cause) {
      if (!isSystemError(cause, 'ENOSPC', 'EDQUOT', 'EACCES', 'EROFS', 'ENOENT', 'ENOTDIR')) throw cause;
      const what = `The graph cannot be written in ${tmpdir()} (${cause.code})`;
      throw new Problem(what, 'Make room there, or set TMPDIR to another folder', exitCode.storage, { cause });
    } finally {
      if (folder) await rm(folder, { recursive: true, force: true });
    }
  }

  /** Feeds the inputs, disposes of them, and fetches the outputs. */
  run({ inputs, outputs }: Signature, feeds: Record<string, Tensor>): Record<string, Tensor> {
    const fed = [...inputs].map(([name, { node }]) => ({ tensor: feeds[name]!, name: `${node}:0` }));
    const fetched = [...outputs].map(([name, { node }]) => ({ name, node: `${node}:0` }));
    const tensors = quietly(() =>
      backend().runSavedModel(
        this.id,
        fed.map(({ tensor }) => tensor),
        fed,
        fetched.map(({ node }) => node),
      ),
    );
    for (const { tensor } of fed) tensor.dispose();
    return Object.fromEntries(fetched.map(({ name }, i) => [name, tensors[i]!]));
  }

  close(): void {
    backend().deleteSavedModel(this.id);
  }
}
