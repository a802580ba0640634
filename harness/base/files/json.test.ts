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
  ['[1,\n2,\nx]', "Unexpected token 'x'"],
  ['[1,,]', "Unexpected token ']'"],
  ['{"a": /* open', 'Unexpected end of JSON input'],
  [Buffer.from([0x7b, 0x22, 0xe9, 0x22, 0x7d]), 'it is no text in UTF-8 or UTF-16'],
])('%j is refused in one line', (text, message) => {
  expect(() => parseJson(Buffer.from(text as string))).toThrow(new SyntaxError(message));
});

test('a long file of quotes takes no longer than others', () => {
  const start = performance.now();
  expect(() => parseJson(Buffer.from(`"${'\\"'.repeat(200_000)}`))).toThrow(SyntaxError);
  expect(() => parseJson(Buffer.from('/*'.repeat(200_000)))).toThrow(SyntaxError);
  expect(performance.now() - start).toBeLessThan(2000);
});
