/** What is used of the package, whose own types its exports do not lead to. */
declare module 'cephes' {
  /** The regularised incomplete beta function, I_x(a, b). */
  export function incbet(a: number, b: number, x: number): number;
  /** The x of which I_x(a, b) is y. */
  export function incbi(a: number, b: number, y: number): number;
  /** P(Z <= x) of the standard normal distribution. */
  export function ndtr(x: number): number;
}
