import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** An error's stack with the places in our TypeScript, where what ran was compiled from it. */
export function stackOf(error: Error): string {
  const lines = error.stack ?? String(error);
  return lines.replace(/file:\/\/\S+?\.js:\d+:\d+/g, (place) => sourceOf(place) ?? place);
}

function sourceOf(place: string): string | undefined {
  const [, url, line, column] = /^(.*):(\d+):(\d+)$/.exec(place)!;
  try {
    const file = fileURLToPath(url!);
    const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
    const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
    if (!('originalSource' in entry)) return undefined;
    return `${resolve(dirname(file), entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  } catch {
    return undefined;
  }
}
