import { commandLine } from '../../../base/command-line.ts';
import { exitCode, Problem } from '../../../base/problem.ts';

/** The number of a validation image, counted from 1, from its official name. */
export function validationNumber(name: string): number | undefined {
  const number = /(?:^|\/)ILSVRC2012_val_(\d{8})\.JPEG$/.exec(name)?.[1];
  return number === undefined ? undefined : Number(number);
}

/**
 * Checks whether each validation image is in its class's folder.
 * @param test paths: `val/n01751748/ILSVRC2012_val_00000001.JPEG`
 * @param truth the WordNet ids of the images' classes, in the order of their numbers
 * @throws Problem where one is not, or nobody can tell
 */
export function checkLabels(folder: string, test: readonly string[], truth: readonly string[]): void {
  const refuse = (message: string) =>
    new Problem(
      `${folder}: ${message}`,
      `Unpack the official archives: \`${commandLine('data imagenet --from FOLDER')}\``,
      exitCode.data,
    );
  if (test.length !== truth.length) {
    throw refuse(
      `it has ${test.length.toLocaleString('en')} validation images, and the devkit the labels of ${truth.length.toLocaleString('en')}`,
    );
  }
  const wrong = test.filter((path) => path.split('/')[1] !== truth[(validationNumber(path) ?? 0) - 1]);
  const [first] = wrong;
  if (first === undefined) return;
  const label = truth[(validationNumber(first) ?? 0) - 1];
  const why = label === undefined ? 'is no official name' : `is of the class ${label}`;
  throw refuse(
    `by the devkit ${wrong.length.toLocaleString('en')} of ${test.length.toLocaleString('en')} validation images are in a wrong folder: ${first} ${why}`,
  );
}
