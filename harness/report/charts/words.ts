/** An accuracy, or another number of per cent, as the paper writes it. */
export function hundredths(value: number): string {
  return value.toFixed(2);
}

/** A difference in percentage points, with its sign; none where there is no difference to two decimals. */
export function points(difference: number): string {
  const text = difference.toFixed(2);
  if (Number(text) === 0) return '0.00';
  return difference > 0 ? `+${text}` : text.replace('-', '\u2212');
}
