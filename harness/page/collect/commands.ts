import type { Evidence } from '../../evidence/evidence.ts';
import type { Selection } from '../../suite/selection.ts';

/** What to type to train the same, compare it and make the page. */
export function commandsFor({ name, selection }: Pick<Evidence, 'name' | 'selection'>): string[] {
  const flags = flagsOf(selection);
  const shown = /^[\w./+-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
  return ['suite', 'check', 'report'].map((command) =>
    [`npm run ${command} ${shown}`, ...(flags.length > 0 ? ['--', ...flags] : [])].join(' '),
  );
}

function flagsOf({ tables, pairs, distillers, trials, trial, epochs, teacherSeed, arithmetic }: Selection): string[] {
  const option = (name: string, value: number | undefined | readonly (string | number)[]) =>
    value === undefined ? [] : [`--${name} ${Array.isArray(value) ? value.join(',') : value}`];
  return [
    ...option('table', tables),
    ...option('pairs', pairs),
    ...option('distillers', distillers),
    ...option('trials', trials),
    ...option('trial', trial),
    ...option('epochs', epochs),
    ...option('teacher-seed', teacherSeed),
    ...(arithmetic?.xla ? ['--xla'] : []),
    ...(arithmetic?.tf32 ? ['--tf32'] : []),
    ...(arithmetic?.mixedPrecision ? ['--mixed-precision'] : []),
  ];
}
