/** As many decimals as leave the largest of these numbers four digits: written with as many, they can be compared at a glance. */
export function decimalsFor(numbers: readonly number[], most: number): number {
  const largest = Math.max(...numbers.map(Math.abs));
  // Of nothing there is no logarithm.
  const digits = Math.floor(Math.log10(Math.max(largest, 10 ** -most))) + 1;
  return Math.max(0, Math.min(most, 4 - digits));
}
