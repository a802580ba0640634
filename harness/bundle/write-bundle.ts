import { randomInt } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Pack, pack } from 'tar-stream';
import type { Evidence } from '../evidence/evidence.ts';
import { cannotWrite } from '../files.ts';
import { sha256, sha256OfFile } from '../hash.ts';
import { type Content, type ContentsOptions, contentsOf } from './contents.ts';
import { bundleFiles } from './description.ts';

/**
 * Writes a suite's archive, all or nothing. The same contents give the same bytes.
 * @param output the archive's path
 * @throws Problem where it cannot be written
 */
export async function writeBundle(evidence: Evidence, output: string, options: ContentsOptions): Promise<void> {
  const contents = contentsOf(evidence, options);
  const sums = await Promise.all(contents.map(async (one) => `${await hashOf(one)}  ${one.name}\n`));
  const files: Content[] = [...contents, { name: bundleFiles.sums, text: sums.join('') }];
  const temporary = `${output}.${randomInt(2 ** 47)}`;
  try {
    const tar = pack();
    const file = createWriteStream(temporary, { flags: 'wx', flush: true });
    await Promise.all([addAll(tar, evidence.plan.suite.name, files), pipeline(tar, createGzip(), file)]);
    await rename(temporary, output);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cannotWrite(output, cause);
  }
}

const hashOf = (content: Content) => ('text' in content ? sha256(content.text) : sha256OfFile(content.path));

async function addAll(tar: Pack, folder: string, contents: readonly Content[]): Promise<void> {
  for (const content of contents) {
    const size = 'text' in content ? Buffer.byteLength(content.text) : (await stat(content.path)).size;
    const entry = tar.entry({ name: `${folder}/${content.name}`, size, mtime: new Date(0), mode: 0o644 });
    if ('text' in content) entry.end(content.text);
    else await pipeline(createReadStream(content.path), entry);
  }
  tar.finalize();
}
