import { Problem } from '../../base/problem.ts';

const units: Record<string, number> = {
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  ki: 2 ** 10,
  mi: 2 ** 20,
  gi: 2 ** 30,
  ti: 2 ** 40,
};

/**
 * The bytes that a person means by `20G`, `500 MB` or `1.5GiB`; `off` is 0. Large and small letters are the same.
 *
 * Ours, because the packages for it read less or more than that: bytes 3 takes `20G` and `1.5 GiB` for 20 bytes and 1,
 * human-format `5 potatoes` for 5e-12, and xbytes does not know `20G`.
 * @param option where it was given, as in `--teacher-cache`
 * @throws Problem for anything else, and for a number without a unit
 */
export function parseSize(text: string, option: string): number {
  if (text === 'off') return 0;
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?([kmgt]i?)b?$/i.exec(text.trim()) ?? [];
  const bytes = Math.floor(Number(number) * (units[String(unit).toLowerCase()] ?? Number.NaN));
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new Problem(`${option} is '${text}', which is no size`, 'Give one such as 20G, 500M or 1.5GiB, or off');
}
