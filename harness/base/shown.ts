/** A name out of a file, as a sentence may hold it: control characters and endless names stay out. */
export function shown(name: unknown): string {
  const text = JSON.stringify(String(name)).slice(1, -1);
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}
