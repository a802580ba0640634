import { coloured } from './colour.ts';

/**
 * `█████░░░░░ 50 %`
 * @param share between 0 and 1
 * @param width of the bar, in characters
 */
export function bar(share: number, width: number): string {
  const filled = Math.floor(share * width);
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${Math.floor(100 * share)} %`;
}

/** A line that begins with a bar, in colours where the stream shows them. Colours come last, when the line has its width. */
export function paintBar(line: string, stream: NodeJS.WritableStream): string {
  return line
    .replace(/^█+/, (filled) => coloured('green', filled, stream))
    .replace(/░+/, (empty) => coloured('dim', empty, stream))
    .replace(/\d+ %/, (share) => coloured('bold', share, stream));
}
