import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { sha256 } from '../../base/files/hash.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { failureOf } from '../../run/local/failure.ts';
import { findReference, leaveNoBytecode, type Reference } from '../bench/steps/reference.ts';
import type { ComparedCell } from './cells.ts';

/** A checkout of RepDistiller, what runs it, and what is in it. */
export interface Checkout extends Reference {
  /** The hash of its programs: a trial of other ones is another trial. */
  code: string;
}

/**
 * @throws Problem where the folder is not a checkout of RepDistiller, the Python lacks what that needs, or it has not the cells'
 * networks
 */
export async function findCheckout(
  place: { folder: string; python: string },
  cells: readonly ComparedCell[],
): Promise<Checkout> {
  const reference = await findReference(place, ['torchvision', 'numpy']);
  const networks = await networksOf(reference);
  for (const network of cells.flatMap(({ pair }) => [pair.student, pair.teacher])) {
    if (networks.includes(network)) continue;
    throw new Problem(`RepDistiller has no network ${network}`, 'Leave its pairs out with --pairs');
  }
  return { ...reference, code: await hashOfPrograms(place.folder) };
}

const listNetworks = `
import json, sys
sys.path.insert(0, sys.argv[1])
from models import model_dict
print(json.dumps(list(model_dict)))`;

async function networksOf({ folder, python }: Reference): Promise<string[]> {
  const listed = await execa(python, ['-c', listNetworks, folder], { env: leaveNoBytecode, reject: false });
  if (listed.exitCode === 0) return z.array(z.string()).parse(JSON.parse(listed.stdout));
  const { reason } = failureOf(listed, listed.stderr);
  throw new Problem(`the networks of ${folder} cannot be loaded: ${reason}`, 'Check --reference', exitCode.machine);
}

async function hashOfPrograms(folder: string): Promise<string> {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.py')).toSorted();
  const contents = await Promise.all(paths.map((path) => readFile(join(folder, path))));
  return sha256(...paths.flatMap((path, index) => [path, contents[index]!])).slice(0, 12);
}
