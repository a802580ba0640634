/** Two decimals, as the paper prints accuracies; a minus is as wide as a plus. */
export const fixed = (value: number) => value.toFixed(2).replace('-', '−');

/** The same, with a plus where there is no minus. */
export const signedNumber = (value: number) =>
  `${fixed(value) === '−0.00' || value >= 0 ? '+' : '−'}${fixed(Math.abs(value))}`;

/** `1 trial`, `3 trials`. */
export const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
