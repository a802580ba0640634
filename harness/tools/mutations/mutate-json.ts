import type { RandomStream } from '../../model/engine/random.ts';

/** What stands in a field's place, as it is written; among it what JavaScript cannot write. */
const values = [
  ...['null', 'true', '[]', '{}', '""', '"text"', '"\\u001b[2J\\u0007\\r"', '"\\ud800"', '"../../etc/passwd"', '"1"'],
  ...[
    '0',
    '-0',
    '-1',
    '1.5',
    '1e-320',
    '1e308',
    '1e999',
    '-1e999',
    '9007199254740993',
    '123456789012345678901234567890',
  ],
  ...['{"__proto__":{"length":1}}', '{"constructor":{"name":"x"}}', '{"toString":1}', '{"length":4294967295}'],
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  `"${'long '.repeat(200_000)}"`,
  `[${'0,'.repeat(100_000)}0]`,
];

/** What a field is called instead. */
const names = [
  ...['__proto__', 'constructor', 'toString', 'length', '', '0', ' ', 'a\u001b[31mb\u0000\n', '\ud800', 'ñ'],
  'name'.repeat(50_000),
];

interface Place {
  holder: Record<string, unknown>;
  key: string;
}

/** A copy of a JSON text with a field removed, renamed, doubled, swapped with another one, or of another type or size. */
export function mutateJson(text: string, random: RandomStream): string {
  const root = { value: JSON.parse(text) as unknown };
  const places = [...placesIn(root)];
  const { holder, key } = places[random.integer(places.length)]!;
  const other = places[random.integer(places.length)]!;
  const before = holder[key];
  const written = (marked: unknown, raw: string) => {
    // A mark first, as no value of JavaScript becomes such a text.
    holder[key] = marked;
    return JSON.stringify(root.value, undefined, random.integer(2)).replace('"the mutation"', () => raw);
  };
  switch (random.integer(6)) {
    case 0:
      delete holder[key];
      break;
    case 1: {
      const name = random.integer(2) === 0 ? names[random.integer(names.length)]! : `${key}${random.integer(10)}`;
      const isField = !Array.isArray(holder) && holder !== root;
      if (!isField) break;
      delete holder[key];
      // By definition, for `__proto__` is none that can be assigned.
      Object.defineProperty(holder, name, { value: before, enumerable: true, configurable: true });
      break;
    }
    case 2:
      return written('the mutation', `${JSON.stringify(before)},"${key}":${values[random.integer(values.length)]}`);
    case 3:
      // Neither may become a part of itself.
      if (isIn(other.holder[other.key], holder) || isIn(before, other.holder)) break;
      holder[key] = other.holder[other.key];
      other.holder[other.key] = before;
      break;
    default:
      return written('the mutation', values[random.integer(values.length)]!);
  }
  return JSON.stringify(root.value) ?? '';
}

/** The same of one line of many; or lines are doubled, swapped, joined or cut. */
export function mutateLines(text: string, random: RandomStream): string {
  const lines = text.split('\n');
  const [at, other] = [random.integer(lines.length), random.integer(lines.length)];
  const line = lines[at]!;
  switch (random.integer(8)) {
    case 0:
      lines.splice(at, 0, line);
      break;
    case 1:
      [lines[at], lines[other]] = [lines[other]!, line];
      break;
    case 2:
      lines.splice(at, 2, line + (lines[at + 1] ?? ''));
      break;
    case 3:
      lines[at] = line.slice(0, random.integer(line.length + 1));
      break;
    default:
      if (line !== '') lines[at] = mutateJson(line, random);
  }
  return lines.join('\n');
}

function* placesIn(holder: object): Generator<Place> {
  for (const [key, value] of Object.entries(holder)) {
    yield { holder: holder as Record<string, unknown>, key };
    if (typeof value === 'object' && value !== null) yield* placesIn(value);
  }
}

function isIn(outer: unknown, inner: unknown): boolean {
  if (outer === inner) return true;
  return typeof outer === 'object' && outer !== null && Object.values(outer).some((value) => isIn(value, inner));
}
