import { Fragment } from 'preact';

/** Longer ones than a phone is wide may break, and do so behind a comma. */
const longest = 30;

/**
 * A text whose options, such as `--trials`, and words such as `top-1` and `CRD-tau0.1` stay on one line: a browser may break them
 * after each hyphen. A short option, such as `-b 100`, has its number beside it, per its cent, and `%` the number before it. A minus between two words is a true one, and its sides are not parted.
 */
export function Unbroken({ text }: { text: string }) {
  const words = text
    .replaceAll(/ [-−] /g, '\u{a0}−\u{a0}')
    .replaceAll(/(?<= -[a-z]) (?=\d)|(?<=\d) (?=%)/g, '\u{a0}')
    .replaceAll('per cent', 'per\u{a0}cent')
    .split(/( +)/);
  if (!words.some((word) => isWhole(word) || isList(word))) return <>{words.join('')}</>;
  return (
    <>
      {words.map((word, index) =>
        isWhole(word) ? (
          <span key={index} class="unbroken">
            {word}
          </span>
        ) : isList(word) ? (
          word.split(/(?<=,)/).map((part, place) => (
            <Fragment key={place}>
              {place > 0 && <wbr />}
              {part.includes('-') ? <span class="unbroken">{part}</span> : part}
            </Fragment>
          ))
        ) : (
          word
        ),
      )}
    </>
  );
}

const isWhole = (word: string) => word.length <= longest && /^\W?-|-[-\d]|[A-Z]-\w/.test(word);
const isList = (word: string) => word.length > longest && word.includes(',');
