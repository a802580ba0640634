import type { Wheel } from './wheels.ts';

type Pinned = Pick<Wheel, 'name' | 'version' | 'sha256'>;

/** The arguments of pip, and its environment, for one wheel to be put into that folder, which is made. */
export function pipDownload(
  wheel: Pinned,
  folder: string,
  environment: NodeJS.ProcessEnv,
): { args: string[]; env: NodeJS.ProcessEnv };
/** Where `fetchAhead` puts that wheel for the set-up of the same process. */
export function aheadFolder(cache: string, wheel: Pinned): string;
/** The path of the wheel in a folder into which pip has put it; undefined where there is none. */
export function wheelIn(folder: string): string | undefined;
