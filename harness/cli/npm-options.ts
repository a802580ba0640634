import { createRequire } from 'node:module';

interface Definitions {
  definitions: Record<string, unknown>;
  shorthands: Record<string, unknown>;
}

/** Is it an option of the npm that runs us? All are where that npm does not say. */
export function isNpmOption(option: string, { npm_execpath: npm }: NodeJS.ProcessEnv): boolean {
  const known = npm === undefined ? undefined : definitionsOf(npm);
  if (!known) return true;
  const name = option.replace(/^-+/, '');
  return [name, name.replace(/^no-/, '')].some(
    (one) => Object.hasOwn(known.definitions, one) || Object.hasOwn(known.shorthands, one),
  );
}

function definitionsOf(npm: string): Definitions | undefined {
  try {
    return createRequire(npm)('@npmcli/config/lib/definitions') as Definitions;
  } catch {
    return undefined;
  }
}
