/** Longer ones than a phone is wide may break. */
const longest = 30;

/**
 * A text whose options, such as `--trials`, and words such as `top-1` stay on one line: a browser may break them after each
 * hyphen. A minus between two words is a true one, and its sides are not parted.
 */
export function Unbroken({ text }: { text: string }) {
  const words = text.replaceAll(' - ', '\u{a0}−\u{a0}').split(/( +)/);
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

const isWhole = (word: string) => word.length <= longest && /^\W?-|-[-\d]/.test(word);
