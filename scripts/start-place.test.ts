import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const elsewhere = realpathSync(tmpdir());

/** Calls a function of start-place.mjs in a process of its own, and prints what came of it. */
async function call(code: string, env: NodeJS.ProcessEnv, cwd = root): Promise<string> {
  const program = `import('${root}scripts/start-place.mjs').then((place) => { ${code} })`;
  const { stdout } = await execa(process.execPath, ['-e', program], { cwd, env });
  return stdout;
}

describe('paths are from where the person is', () => {
  const own = { INIT_CWD: elsewhere, npm_lifecycle_event: 'suite', npm_package_json: join(root, 'package.json') };
  test.each([
    ['npm run suite', own, elsewhere],
    ['a script of another package that calls redistill', { ...own, npm_package_json: '/x/package.json' }, root],
    ['a program that another script of ours starts', { ...own, npm_lifecycle_event: 'test' }, root],
    ['a folder that is gone', { ...own, INIT_CWD: join(elsewhere, 'gone') }, root],
  ])('%s', async (_, env, folder) => {
    const code = "place.enterUsersFolder('suite', process.env); console.log(process.cwd())";
    expect(join(await call(code, env), '/')).toBe(join(folder, '/'));
  });
});

describe('the program is called as it was started', () => {
  test.each<[string, string, NodeJS.ProcessEnv, string, string?]>([
    ['by npm', `${root}scripts/start.mjs`, {}, 'undefined'],
    ['by npx', '/x/.bin/redistill', { npm_command: 'exec' }, 'npx redistill'],
    ['by npx, with a path', '/x/.bin/redistill', { npm_command: 'exec' }, `npx ${root.slice(0, -1)}`, elsewhere],
    ['by its name', '/x/bin/redistill', { PATH: `/y:/x/bin:${process.env.PATH}` }, 'redistill'],
    ['by its path below here', `${root}node_modules/.bin/redistill`, {}, 'node_modules/.bin/redistill'],
    ['by its path elsewhere', '/x/.bin/redistill', {}, '/x/.bin/redistill'],
  ])('%s', async (_, program, env, name, folder = root) => {
    const code = `place.noteStart('${program}', process.env); console.log(String(process.env.REDISTILL_STARTED_AS))`;
    const PATH = (process.env.PATH ?? '').split(':').filter((place) => !place.includes('node_modules'));
    expect(await call(code, { npm_command: 'run', PATH: PATH.join(':'), ...env }, folder)).toBe(name);
  });
});
