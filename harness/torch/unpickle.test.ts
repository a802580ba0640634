import { describe, expect, test } from 'vitest';
import { Tensor } from './tensor.ts';
import { unpickle } from './unpickle.ts';

/** Reads a pickle that is written down byte by byte. */
const read = (pickle: string) => unpickle(Buffer.from(pickle, 'latin1'), 'file').value;

/** A tensor of a storage of four numbers, in the text form of the pickle's protocol 0. */
function tensor({ offset = 'I0', shape = 'I2\n', strides = 'I1\n', more = '' } = {}): string {
  const storage = "(S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI4\ntQ";
  return `ctorch._utils\n_rebuild_tensor_v2\n(${storage}${offset}\n(${shape}t(${strides}tI00\nNtR${more}.`;
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
    expect(() => read(pickle)).toThrow(`file wants to use Python's ${name}, which weights do not need`);
  });
});

test('a tensor within its storage is read', () => {
  expect(read(tensor({ offset: 'I1', shape: 'I2\nI2\n', strides: 'I0\nI2\n' }))).toMatchObject({
    offset: 1,
    shape: [2, 2],
    strides: [0, 2],
    storage: { key: '0', type: 'F32', length: 4, start: 0 },
  });
  expect(read(tensor({ offset: 'I4', shape: 'I0\n' }))).toBeInstanceOf(Tensor);
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
