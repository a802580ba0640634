import { expect, test } from 'vitest';
import { parseJson } from './json.ts';

const value = { name: 'a // b', list: [1, 2], text: '"/*\\', ü: ',]' };
const plain = JSON.stringify(value);
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

test.each<[string, Buffer]>([
  ['plain', Buffer.from(plain)],
  ['with a byte order mark', Buffer.from(`\ufeff${plain}`)],
  ['with the line ends of Windows', Buffer.from(JSON.stringify(value, null, 2).replaceAll('\n', '\r\n'))],
  ['in UTF-16 with a byte order mark', utf16(`\ufeff${plain}`)],
  ['in UTF-16 without one', utf16(plain)],
  ['in UTF-16, the other way round', utf16(`\ufeff${plain}`).swap16()],
  ['in UTF-16, the other way round, without one', utf16(plain).swap16()],
  ['with comments', Buffer.from(`// "one"\n/* {two,}\n */ ${plain.replace(',', ', // three "\n')} // four`)],
  ['with commas at the ends', Buffer.from(plain.replace('[1,2]', '[1, 2, /* last */\n]').replace(/\}$/, ' ,\n}'))],
])('JSON %s is read', (_, bytes) => {
  expect(parseJson(bytes)).toEqual(value);
});

test.each<[string | Buffer, string]>([
  ['', 'it is empty'],
  ['\ufeff \n', 'it is empty'],
  ['// nothing', 'it is empty'],
  ['{partition: gpu}', "Expected property name or '}' in line 1, column 2"],
  ['// the site\r\n{"a": 1\r\n "b": 2}', "Expected ',' or '}' after property value in line 3, column 2"],
  ['{"a": 1}}', 'Unexpected non-whitespace character in line 1, column 9'],
  ['{"a": "x\ny"}', 'Bad control character in string literal in line 1, column 9'],
  ['[1,\n2,\nx]', "Unexpected token 'x' in line 3, column 1"],
  ['[1,,]', "Unexpected token ']' in line 1, column 5"],
  ['{"a": [71.9, NaN], "b": [NaN]}', "Unexpected token 'N' in line 1, column 14"],
  ['{"rows": {"KD": [1],\n "DKD": [2],\n "KD": [3]}}', '"KD" stands there a second time in line 3, column 2'],
  ['{"a\\u0062": 1, "b": {"ab": "ab"}, "ab" : 2}', '"ab" stands there a second time in line 1, column 35'],
  ['{"a": /* open', 'Unexpected end of JSON input'],
  [Buffer.from([0x7b, 0x22, 0xe9, 0x22, 0x7d]), 'it is no text in UTF-8 or UTF-16'],
])('%j is refused in one line', (text, message) => {
  expect(() => parseJson(Buffer.from(text as string))).toThrow(new SyntaxError(message));
});

test('of a fault anywhere, line and column are said', () => {
  const text = '{"a\\u00fcb\\n": [-1.5e-3, true, null, "x\\\\y\\u12aB"],\n "b": {"c": false}}';
  for (let place = 0; place < text.length; place++) {
    const [before, behind] = [text.slice(0, place), text.slice(place)];
    // Within a text it is no fault, and changes an escape sequence at most.
    if (/^[^"]*("[^"]*"[^"]*)*"[^"]*$/.test(before) && !before.endsWith('\n')) continue;
    const column = place - text.lastIndexOf('\n', place - 1);
    expect(() => parseJson(Buffer.from(`${before}~${behind}`))).toThrow(`column ${column}`);
  }
});

test('names of several objects may be the same, and texts those of names', () => {
  const text = '[{"a": "a", "b": ["a", {"a": {"a": 1}}]}, {"a": "b", "b": "a:"}]';
  expect(parseJson(Buffer.from(text))).toEqual(JSON.parse(text));
});

test('a long file of quotes takes no longer than others', () => {
  const start = performance.now();
  expect(() => parseJson(Buffer.from(`"${'\\"'.repeat(200_000)}`))).toThrow(SyntaxError);
  expect(() => parseJson(Buffer.from('/*'.repeat(200_000)))).toThrow(SyntaxError);
  expect(performance.now() - start).toBeLessThan(2000);
});
