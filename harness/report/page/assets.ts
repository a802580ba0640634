import { readFileSync } from 'node:fs';

/** The files in `style/`, in the order in which they overrule each other. */
const styles = [
  'colours',
  'text',
  'header',
  'answers',
  'contents',
  'edges',
  'tables',
  'words',
  'paper-table',
  'detail',
  'charts',
  'narrow',
  'print',
];

/** The style sheet and the scripts that stand in every page, as they are on the disk. */
export const styleSheet = styles.map((name) => read(`style/${name}.css`)).join('\n');
export const clientScript = ['client', 'choices', 'papers', 'downloads']
  .map((name) => read(`script/${name}.js`))
  .join('\n');
/** What a served page has besides. */
export const liveScript = read('script/live.js');

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}
