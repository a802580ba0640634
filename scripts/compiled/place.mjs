import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
/** Is this a package that npm has installed, rather than a clone? */
export const isInstalled = root.includes('/node_modules/');
