export function limitOf(letter: 'v' | 'n' | 'u' | 't'): number | undefined;
export function whatIsTooLittle(): string | undefined;
