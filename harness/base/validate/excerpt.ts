/** No list or object that people write has so many entries. */
const many = 1000;
/** Nothing that people write is nested so deeply. */
const deep = 10;

/**
 * A value with the first entries of each list and object alone, where one has far too many: what is wrong with the first tells enough,
 * and a sentence for each of a million would take long. The value itself where it has none such.
 */
export function excerptOf(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > deep) return value;
  if (Array.isArray(value)) {
    const entries = value.slice(0, many).map((entry) => excerptOf(entry, depth + 1));
    return entries.length === value.length && entries.every((entry, i) => entry === value[i]) ? value : entries;
  }
  const all = Object.entries(value);
  const entries = all.slice(0, many).map(([key, entry]) => [key, excerptOf(entry, depth + 1)] as const);
  const isWhole = entries.length === all.length && entries.every(([, entry], i) => entry === all[i]![1]);
  return isWhole ? value : Object.fromEntries(entries);
}
