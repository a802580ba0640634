import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import { replaceFile } from '../../harness/base/files/files.ts';

const source = fileURLToPath(new URL('../../harness/model/engine/tensorflow-js.cjs', import.meta.url));
const self = fileURLToPath(import.meta.url);

/** Parts of the package as a whole that are never used, and take longer to load than the rest. */
const leaveOut: Plugin = {
  name: 'leave out',
  setup({ onResolve, onLoad }) {
    // The last one are messages for saved models, which are not loaded here with what they say about themselves.
    const unused = /^@tensorflow\/tfjs-(layers|converter|data|backend-cpu|backend-webgl)$|\/proto\/api_pb$/;
    onResolve({ filter: unused }, ({ path }) => ({ path, namespace: 'unused' }));
    onLoad({ filter: unused, namespace: 'unused' }, () => ({ contents: '' }));
  },
};

/**
 * Makes one file of the part of TensorFlow.js that Redistill uses (harness/model/engine/tensorflow-js.cjs), unless it is there.
 * @param packages the node_modules folder
 * @param folder where the file is, or will be
 */
export async function compileTensorFlowJs(packages: string, folder: string): Promise<void> {
  const target = join(folder, 'tensorflow.cjs');
  const hash = createHash('sha256').update(readFileSync(source)).update(readFileSync(self));
  const first = `// ${hash.digest('hex')}\n`;
  if (existsSync(target) && readFileSync(target, 'utf8').startsWith(first)) return;
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    stdin: { contents: readFileSync(source, 'utf8'), resolveDir: packages, sourcefile: source },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['node-fetch'],
    plugins: [leaveOut],
    logLevel: 'silent',
  });
  mkdirSync(folder, { recursive: true });
  await replaceFile(target, Buffer.concat([Buffer.from(first), outputFiles[0]!.contents]), 0o644);
}
