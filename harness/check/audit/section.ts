/** A part of the audit's text: a title, what it is about, and its lines. */
export function section(title: string, about: string, lines: readonly string[]): string[] {
  return ['', title, about, '', ...lines];
}

export const two = (value: number) => value.toFixed(2);
export const signedPoints = (points: number) => `${points < 0 ? '-' : '+'}${two(Math.abs(points))}`;
