/** The name that was probably meant: the nearest one, if no more than about a third of it is mistyped. */
export function nearest(typed: string, names: Iterable<string>): string | undefined {
  // As many edits as one is longer than the other are needed at least: what is far longer is not compared letter by letter.
  const near = [...names].filter((name) => Math.abs(name.length - typed.length) <= mostEdits(name));
  const ranked = near.map((name) => ({ name, edits: edits(typed.toLowerCase(), name.toLowerCase()) }));
  const [best] = ranked.sort((a, b) => a.edits - b.edits);
  return best && best.edits <= mostEdits(best.name) ? best.name : undefined;
}

const mostEdits = (name: string) => Math.ceil(name.length / 3);

/** `Did you mean KD? `, to stand before what is allowed; empty where nothing is near. */
export function guess(typed: string, names: Iterable<string>): string {
  const meant = nearest(typed, names);
  return meant === undefined ? '' : `Did you mean ${meant}? `;
}

/** Levenshtein's distance: how many letters must be put in, taken out or replaced. */
function edits(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = above[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, above[column]! + 1, current[column - 1]! + 1));
    }
    above = current;
  }
  return above[to.length]!;
}
