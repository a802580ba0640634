import { describe, expect, test, vi } from 'vitest';
import { dictionariesIn } from './dictionaries.ts';
import { readSample } from './fixture.ts';
import { standInFor } from './globals.ts';
import { TorchTensor } from './tensor.ts';
import { unpickle } from './unpickle.ts';

/** Reads a pickle that is written down byte by byte. */
const read = (pickle: string) => unpickle(Buffer.from(pickle, 'latin1'), 'file').value;

/** A tensor of a storage of four numbers, in the text form of the pickle's protocol 0. */
function tensor({ offset = 'I0', shape = 'I2\n', strides = 'I1\n', flags = '', more = '' } = {}): string {
  const storage = "(S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI4\ntQ";
  return `ctorch._utils\n_rebuild_tensor_v2\n(${storage}${offset}\n(${shape}t(${strides}tI00\nN${flags}tR${more}.`;
}

describe('a global that is not on the list is refused by name, however a pickle names it', () => {
  test.each([
    ['called', "cposix\nsystem\n(S'touch EXECUTED'\ntR.", 'posix.system'],
    ['not even called', 'cbuiltins\neval\n.', 'builtins.eval'],
    ['as an instance', "(S'touch EXECUTED'\niposix\nsystem\n.", 'posix.system'],
    ['by strings on the stack', '\x80\x04\x8c\x02os\x8c\x06system\x93.', 'os.system'],
    ['a whole network', 'cmodels.resnet\nResNet\n)\x81.', 'models.resnet.ResNet'],
    ['a name that every JavaScript object has', 'ctorch\nconstructor\n.', 'torch.constructor'],
    ['a name that would colour the terminal', 'c\x1b[31m\nred\n.', '\\u001b[31m.red'],
  ])('%s', (_, pickle, name) => {
    expect(() => read(pickle)).toThrow(`file wants to use Python's ${name}, which`);
  });
});

test('a tensor within its storage is read', () => {
  expect(read(tensor({ offset: 'I1', shape: 'I2\nI2\n', strides: 'I0\nI2\n' }))).toMatchObject({
    offset: 1,
    shape: [2, 2],
    strides: [0, 2],
    type: 'F32',
    isNegated: false,
    storage: { key: '0', length: 4, start: 0 },
  });
  expect(read(tensor({ offset: 'I4', shape: 'I0\n' }))).toBeInstanceOf(TorchTensor);
});

test('a view that repeats few numbers thousands of times is read, and one that repeats them without end is refused', () => {
  expect(read(tensor({ shape: 'I4096\nI4\n', strides: 'I0\nI1\n' }))).toMatchObject({ shape: [4096, 4] });
  expect(() => read(tensor({ shape: 'I1000000000\n', strides: 'I0\n' }))).toThrow('its pickle cannot be read');
});

test('a key that could be endless, or hides how it is written, is no name', () => {
  // A tuple of itself twice, thirty times over.
  const doubled = `(I1\nt${'p0\ng0\n\x86'.repeat(30)}`;
  const hiding = 'cbuiltins\nset\n)R(dVtoString\nI1\nsb';
  for (const key of [doubled, hiding]) {
    const [found] = dictionariesIn(read(`}${key}${tensor().slice(0, -1)}s.`));
    expect([...found!.tensors.keys()]).toEqual(['(a key that is no text)']);
  }
});

test('the flags of a view are heeded, and one that is not known is refused by name', () => {
  const flagged = (name: string, value = 'I01\n') => read(tensor({ flags: `(dS'${name}'\n${value}s` }));
  expect(flagged('neg')).toMatchObject({ isNegated: true });
  expect(flagged('neg', 'I00\n')).toMatchObject({ isNegated: false });
  expect(flagged('conj')).toMatchObject({ isNegated: false });
  expect(flagged('twist')).toMatchObject({ what: 'has the flag twist, whose meaning is not known here', shape: [2] });
  expect(read(tensor({ flags: 'NI01\n' }))).toMatchObject({
    what: expect.stringContaining('a mark of a newer PyTorch'),
  });
});

test('a tensor as PyTorch wrote it before 0.2, which PyTorch reads still', () => {
  const storage = "(S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI4\ntQ";
  const saved = read(`}S'early'\nctorch\nFloatTensor\n)\x81(${storage}I1\nI2\n\x85I1\n\x85tbs.`);
  const [found] = dictionariesIn(saved);
  expect(found?.tensors.get('early')).toMatchObject({ type: 'F32', offset: 1, shape: [2], strides: [1] });
});

test('every global that PyTorch takes with weights_only=True is known', async () => {
  const globals: string[] = JSON.parse((await readSample('weights-only.json')).toString());
  const unknown = globals.filter((path) => {
    const dot = path.lastIndexOf('.');
    return standInFor(path.slice(0, dot), path.slice(dot + 1)) === undefined;
  });
  expect(globals).toHaveLength(144);
  expect(unknown).toEqual([]);
});

test('integers that JavaScript does not hold are no damage, and no line on the terminal', () => {
  const warn = vi.spyOn(console, 'warn');
  // 2 ** 70, 2 ** 63, 2 ** 53, -(2 ** 40) and 2 ** 53 - 1, as Python writes them.
  expect(read('\x8a\x09\0\0\0\0\0\0\0\0\x40.')).toBe(Number.MAX_SAFE_INTEGER);
  expect(read('\x8a\x09\0\0\0\0\0\0\0\x80\0.')).toBe(Number.MAX_SAFE_INTEGER);
  expect(read('\x8a\x07\0\0\0\0\0\0\x20.')).toBe(Number.MAX_SAFE_INTEGER);
  expect(read('\x8a\x06\0\0\0\0\0\xff.')).toBe(Number.MAX_SAFE_INTEGER);
  expect(read('\x8a\x07\xff\xff\xff\xff\xff\xff\x1f.')).toBe(Number.MAX_SAFE_INTEGER);
  expect(read('\x8a\x05\0\0\0\0\x01.')).toBe(2 ** 32);
  expect(() => read('\x8e\xff\xff\xff\xff\xff\xff\xff\xff.')).toThrow('damaged');
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});

test('a storage that is a part of another one, as before PyTorch 0.4, is read where it begins', () => {
  const part = "(S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI4\n(S'1'\nI2\nI2\nttQ";
  const rebuild = (shape: string) => read(`ctorch._utils\n_rebuild_tensor\n(${part}I0\n(${shape}t(I1\nttR.`);
  expect(rebuild('I2\n')).toMatchObject({ offset: 2, shape: [2], storage: { key: '0', length: 4 } });
  expect(() => rebuild('I3\n')).toThrow('damaged');
});

describe('what makes no sense is damage', () => {
  test.each([
    ['a tensor beyond its storage', tensor({ offset: 'I3' })],
    ['a shape beyond its storage', tensor({ shape: 'I5\n' })],
    ['strides beyond its storage', tensor({ shape: 'I2\nI2\n', strides: 'I4\nI1\n' })],
    ['a negative offset', tensor({ offset: 'I-1' })],
    ['a negative size', tensor({ shape: 'I-2\n' })],
    ['half a number', tensor({ offset: 'F0.5' })],
    ['more axes than strides', tensor({ shape: 'I1\nI1\n' })],
    ['an offset set after it was checked', tensor({ more: "}S'offset'\nI100\nsb" })],
    ['a method set on it', tensor({ more: "}S'__setstate__'\nI1\nsb" })],
    ['a field set on a number type', "ctorch\nfloat32\n}S'bytes'\nI1\nsb."],
    ['flags that are no dictionary', tensor({ flags: 'I1\n' })],
    ['a call of a number', 'I1\n(tR.'],
    ['a call of a storage class', 'ctorch\nFloatStorage\n(tR.'],
    ['a storage that is none', "(S'storage'\nS'0'\nI1\ntQ."],
    ['an extension', '\x82\x01.'],
    ['an unknown instruction', '\xff.'],
    ['an empty stack', 't.'],
    ['no end', 'I1\n'],
    ['nothing', ''],
  ])('%s', (_, pickle) => {
    expect(() => read(pickle)).toThrow('file is cut off or damaged: its pickle cannot be read');
  });
});

test('what one pickle sets on a stand-in is gone in the next', () => {
  read("ccollections\nOrderedDict\n}S'mark'\nI1\nsb.");
  expect(read('ccollections\nOrderedDict\n(tR.')).toEqual(new Map());
  expect(Object.keys(read('ccollections\nOrderedDict\n.') as object)).toEqual([]);
});
