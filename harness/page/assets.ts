import { readFileSync } from 'node:fs';

/** The style sheet and the scripts that stand in every page, as they are on the disk. */
export const styleSheet = read('page.css');
export const clientScript = read('client.js');
/** What a served page has besides. */
export const liveScript = read('live.js');

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
