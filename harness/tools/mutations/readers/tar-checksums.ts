const block = 512;
const [from, to] = [148, 156];

/** A tar archive whose headers have checksums that fit, wherever something like a header stands. */
export function withChecksums(tar: Buffer): Buffer {
  const fitting = Buffer.from(tar);
  for (let start = 0; start + block <= fitting.length; start += block) {
    const header = fitting.subarray(start, start + block);
    if (header.toString('latin1', 257, 262) !== 'ustar') continue;
    header.fill(' ', from, to);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, from, 'latin1');
  }
  return fitting;
}
