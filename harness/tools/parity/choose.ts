import { exitCode, Problem } from '../../base/problem.ts';

/** A case is of something that Redistill does not have: it cannot be compared, which does not mean that it differs. */
export class UnknownCase extends Problem {}

/**
 * The one of several things that a case asks for by its name.
 * @param what such as `helper module`, for the sentence
 * @param place where it is asked for
 * @throws UnknownCase where nothing is called so
 */
export function choose<Choice>(choices: Record<string, Choice>, name: string, what: string, place: string): Choice {
  // Names come from files: "constructor" is no choice, though every object has one.
  if (Object.hasOwn(choices, name)) return choices[name]!;
  throw new UnknownCase(
    `${place}: there is no ${what} "${name}"`,
    `Of the kind ${what}, known are ${Object.keys(choices).join(', ')}`,
    exitCode.data,
  );
}
