import { rm } from 'node:fs/promises';

/** Removes what an earlier try has left in a folder, which is not to count. */
export async function freshFolder(folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  return folder;
}
