import { exitCode, Problem } from '../problem.ts';
import { guess } from '../validate/nearest.ts';

/**
 * The one of several things that a case asks for by its name.
 * @param what such as `helper module`, for the sentence
 * @param place where it is asked for
 * @throws Problem where nothing is called so
 */
export function choose<Choice>(choices: Record<string, Choice>, name: string, what: string, place: string): Choice {
  // Names come from files: "constructor" is no choice, though every object has one.
  if (Object.hasOwn(choices, name)) return choices[name]!;
  const known = Object.keys(choices);
  throw new Problem(
    `${place}: there is no ${what} "${name}"`,
    `${guess(name, known)}Known are ${known.join(', ')}`,
    exitCode.data,
  );
}
