/** Something in a suite that is not allowed. */
export interface SuiteFault {
  path: (string | number)[];
  /** What must be otherwise, as the end of a sentence that begins with `must be`. */
  message: string;
}
