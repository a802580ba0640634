/** Longer ones than a phone is wide may break. */
const longest = 30;

/**
 * A text whose options, such as `--trials`, and words such as `top-1` stay on one line: a browser may break them after each
 * hyphen. Neither are the two sides of a minus parted.
 */
export function Unbroken({ text }: { text: string }) {
  const words = text.replaceAll(' - ', '\u{a0}-\u{a0}').split(/( +)/);
  if (!words.some(isWhole)) return <>{words.join('')}</>;
  return (
    <>
      {words.map((word, index) =>
        isWhole(word) ? (
          <span key={index} class="unbroken">
            {word}
          </span>
        ) : (
          word
        ),
      )}
    </>
  );
}

const isWhole = (word: string) => word.length <= longest && /^\W?-|-[-\d\u{a0}]/u.test(word);
