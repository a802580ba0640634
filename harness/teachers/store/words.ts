import { shown } from '../../base/shown.ts';

/** `a, b and c`, and after so many `a, b and 5 more`. */
export function listed(items: readonly string[], { most = 4, word = 'and' } = {}): string {
  const all = items.length > most ? [...items.slice(0, most - 1), `${items.length - most + 1} more`] : items;
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} ${word} ${all.at(-1)}`;
}

/** A prefix as it is typed behind `--entry`. */
export function typedPrefix(prefix: string): string {
  return /^[\w.:@/-]+$/.test(prefix) ? prefix : `'${shown(prefix)}'`;
}

/** `"fc.weight" (and 3 more)` */
export function named(names: readonly string[]): string {
  return `"${shown(names[0])}"${names.length > 1 ? ` (and ${names.length - 1} more)` : ''}`;
}

/**
 * How names begin: `student.` and `teacher.`. Parts that all of them share stand before the first that differs; a name without
 * a further part is whole.
 */
export function beginningsOf(names: readonly string[], place = ''): string[] {
  const parts = names.map((name) => name.split('.'));
  const shortest = Math.min(...parts.map(({ length }) => length));
  let shared = 0;
  while (shared < shortest - 1 && parts.every((own) => own[shared] === parts[0]![shared])) shared++;
  const before = place === '' ? '' : `${place}.`;
  const beginnings = parts.map((own) => {
    const beginning = own.slice(0, shared + 1).join('.');
    return shown(`${before}${beginning}${own.length > shared + 1 ? '.' : ''}`);
  });
  return [...new Set(beginnings)];
}

/** How a name begins, up to the first part by which it differs from a prefix: `criterion.` beside `model.` */
export function beginningBeside(name: string, prefix: string): string {
  const [parts, others] = [name.split('.'), prefix.split('.')];
  const place = parts.findIndex((part, index) => part !== others[index]);
  return parts.slice(0, place + 1).join('.') + (place + 1 < parts.length ? '.' : '');
}

/** `begin with student. and teacher`, as the end of a sentence, whose full stop is the last dot. */
export function beginWith(beginnings: Iterable<string>): string {
  return `begin with ${listed([...new Set(beginnings)]).replace(/\.$/, '')}`;
}
