/** Two decimals, as the paper prints accuracies. */
export const fixed = (value: number) => value.toFixed(2);

/** With a sign, and a minus as wide as the plus. */
export const signed = (value: number) =>
  `${fixed(value) === '-0.00' || value >= 0 ? '+' : '−'}${fixed(Math.abs(value))}`;

/** `1 trial`, `3 trials`. */
export const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
