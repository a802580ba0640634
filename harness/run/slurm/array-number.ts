/**
 * The number of an array in what a site's sbatch printed. `--parsable` asks for `4711`, or `4711;cluster`, on a line of its own;
 * wrappers print banners before and notes behind it, or what sbatch says without that option.
 */
export function arrayNumberIn(output: string): string | undefined {
  const lines = output.split('\n');
  const alone = lines.flatMap((line) => /^\s*(\d+)(?:;\S*)?\s*$/.exec(line)?.[1] ?? []);
  const inWords = lines.flatMap((line) => /\bSubmitted batch job (\d+)\b/i.exec(line)?.[1] ?? []);
  return alone.at(-1) ?? inWords.at(-1);
}
