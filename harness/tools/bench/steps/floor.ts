/** Milliseconds that a step's multiply-accumulates would take at the machine's peak. */
export function floorOf(multiplyAccumulates: number, peakGigaflops: number): number {
  return Number(((2 * multiplyAccumulates) / (peakGigaflops * 1e6)).toFixed(3));
}
