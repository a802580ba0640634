/** The paths of many images in little memory, which threads share. */
export interface PathList {
  /** In UTF-8, one line per path. */
  text: Uint8Array<SharedArrayBuffer>;
  /** Where each line ends. */
  ends: Int32Array<SharedArrayBuffer>;
}

const lineFeed = 10;

/** @param text one line per path, the last one ended too */
export function pathList(text: Uint8Array): PathList {
  const shared = new Uint8Array(new SharedArrayBuffer(text.length));
  shared.set(text);
  const ends: number[] = [];
  for (let end = shared.indexOf(lineFeed); end >= 0; end = shared.indexOf(lineFeed, end + 1)) ends.push(end);
  const sharedEnds = new Int32Array(new SharedArrayBuffer(4 * ends.length));
  sharedEnds.set(ends);
  return { text: shared, ends: sharedEnds };
}

/** @param place counted from 0 */
export function pathAt({ text, ends }: PathList, place: number): string {
  const start = place === 0 ? 0 : ends[place - 1]! + 1;
  return Buffer.from(text.buffer, start, ends[place]! - start).toString();
}
