/**
 * How many classes score higher than an image's own: 0 for an image that is classified rightly, less than 5 for one that
 * counts for the top-5 accuracy. Of equal scores the first class counts as the higher one. An image whose class nobody knows, -1, is
 * never classified rightly.
 */
export function rankOf(scores: ArrayLike<number>, label: number): number {
  if (label < 0) return scores.length;
  const own = scores[label]!;
  let rank = 0;
  for (let i = 0; i < scores.length; i++) if (scores[i]! > own || (scores[i] === own && i < label)) rank++;
  return rank;
}
