/** Control characters and marks that turn the direction of what is written, which a terminal obeys; halves of characters. */
const commands = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const [beginning, end] = [700, 300];

/**
 * A sentence that may quote a file, as a terminal may show it: what would be obeyed there is written as its code, and of what is
 * endless the beginning and the end are left.
 */
export function readable(sentence: string): string {
  const isLong = sentence.length > beginning + end;
  const short = isLong ? `${sentence.slice(0, beginning)} ... ${sentence.slice(-end)}` : sentence;
  return short.replace(commands, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
