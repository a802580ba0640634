import type { Attribute } from '../kernel.ts';
import type { Tensor } from '../tensorflow.ts';

type Shape = readonly number[];

interface Call {
  inputs: Tensor[];
  /** An attribute's value, by its name. */
  attribute(name: string): unknown;
  /** The numbers in an input that says how, such as a shape or an axis. */
  values(input: number): number[];
}

/** The shapes of an op's outputs; undefined where its inputs do not fit, which the op itself is to say. */
type Rule = (call: Call) => Shape[] | undefined;

const asFirst: Rule = ({ inputs: [x] }) => [x!.shape];
const broadcast: Rule = ({ inputs: [a, b] }) => {
  const rank = Math.max(a!.rank, b!.rank);
  const whole = ({ shape }: Tensor) => [...Array<number>(rank - shape.length).fill(1), ...shape];
  const [left, right] = [whole(a!), whole(b!)];
  if (left.some((size, axis) => size !== right[axis] && size !== 1 && right[axis] !== 1)) return undefined;
  return [left.map((size, axis) => (size === 1 ? right[axis]! : size))];
};
const saidByFirst: Rule = ({ values }) => [values(0)];
const saidBySecond: Rule = ({ values }) => [values(1)];

const windowed =
  (size: (call: Call) => Shape, channels: (call: Call) => number): Rule =>
  (call) => {
    const [n, h, w] = call.inputs[0]!.shape as [number, number, number];
    const [, down, across] = call.attribute('strides') as [number, number, number];
    const [height, width] = size(call) as [number, number];
    const steps = (length: number, window: number, stride: number) =>
      Math.ceil((call.attribute('padding') === 'SAME' ? length : length - window + 1) / stride);
    return [[n, steps(h, height, down), steps(w, width, across), channels(call)]];
  };
const filterSize = ({ inputs }: Call) => inputs[1]!.shape;
const poolSize = ({ attribute }: Call) => (attribute('ksize') as number[]).slice(1);
const pool = windowed(poolSize, ({ inputs }) => inputs[0]!.shape[3]!);

const product =
  (transposeA: string, transposeB: string): Rule =>
  ({ inputs: [a, b], attribute }) => {
    const [rows, across] = attribute(transposeA) ? [-1, -2] : [-2, -1];
    const [down, columns] = attribute(transposeB) ? [-1, -2] : [-2, -1];
    if (a!.shape.at(across) !== b!.shape.at(down)) return undefined;
    const outer = (a!.rank < b!.rank ? b! : a!).shape.slice(0, -2);
    return [[...outer, a!.shape.at(rows)!, b!.shape.at(columns)!]];
  };

const padded: Rule = ({ inputs: [x], values }) => {
  const margins = values(1);
  return [x!.shape.map((size, axis) => size + margins[2 * axis]! + margins[2 * axis + 1]!)];
};

/** Those of the ops whose outputs may be large. */
const rules: Record<string, Rule> = {
  ...Object.fromEntries(
    [
      ...['Relu', 'ReluGrad', 'LeakyRelu', 'LeakyReluGrad', 'Sigmoid', 'Softplus', 'Softmax', 'LogSoftmax'],
      ...['Exp', 'Log', 'Log1p', 'Neg', 'Square', 'Sqrt', 'Rsqrt', 'Abs', 'Sign', 'StopGradient', 'BiasAdd'],
      ...['TensorScatterUpdate', 'MaxPoolGrad', 'Identity'],
    ].map((op) => [op, asFirst]),
  ),
  ...Object.fromEntries(['Add', 'AddV2', 'Sub', 'Mul', 'RealDiv', 'Maximum', 'Minimum'].map((op) => [op, broadcast])),
  Conv2D: windowed(filterSize, ({ inputs }) => inputs[1]!.shape[3]!),
  DepthwiseConv2dNative: windowed(filterSize, ({ inputs }) => inputs[1]!.shape[2]! * inputs[1]!.shape[3]!),
  Conv2DBackpropInput: saidByFirst,
  DepthwiseConv2dNativeBackpropInput: saidByFirst,
  Conv2DBackpropFilter: saidBySecond,
  DepthwiseConv2dNativeBackpropFilter: saidBySecond,
  MaxPool: pool,
  AvgPool: pool,
  AvgPoolGrad: saidByFirst,
  FusedBatchNormV3: ({ inputs: [x, { shape: each } = x!] }) => [x!.shape, each, each, each, each, [0]],
  FusedBatchNormGradV3: ({ inputs: [dy, , { shape: each } = dy!] }) => [dy!.shape, each, each, [], []],
  MatMul: product('transpose_a', 'transpose_b'),
  BatchMatMulV2: product('adj_x', 'adj_y'),
  Pad: padded,
  PadV2: padded,
  Reshape: ({ inputs: [x], values }) => {
    const said = values(1);
    const known = said.reduce((product, size) => (size === -1 ? product : product * size), 1);
    return [said.map((size) => (size === -1 ? x!.size / known : size))];
  },
  BroadcastTo: saidBySecond,
  Fill: saidByFirst,
  Slice: ({ inputs: [x], values }) => {
    const [begins, sizes] = [values(1), values(2)];
    return [sizes.map((size, axis) => (size === -1 ? x!.shape[axis]! - begins[axis]! : size))];
  },
  Transpose: ({ inputs: [x], values }) => [values(1).map((axis) => x!.shape[axis]!)],
  ConcatV2: ({ inputs, values }) => {
    const parts = inputs.slice(0, -1);
    const axis = values(parts.length)[0]!;
    const whole = parts.reduce((sum, { shape }) => sum + shape.at(axis)!, 0);
    return [parts[0]!.shape.with(axis, whole)];
  },
  SplitV: ({ inputs: [x], values }) => values(1).map((size) => x!.shape.with(values(2)[0]!, size)),
  DenseBincount: ({ inputs: [columns], values }) => [[columns!.shape[0]!, values(1)[0]!]],
  OneHot: ({ inputs: [labels], values }) => [[...labels!.shape, values(1)[0]!]],
  CriticObjective: ({ inputs: [anchors] }) => [[], anchors!.shape, []],
  GatherV2: ({ inputs: [table, indices] }) => [[...indices!.shape, ...table!.shape.slice(1)]],
};

/**
 * The shapes of a kernel's outputs, without running it; undefined where there is no rule for it, or it cannot
 * be run on them.
 * @param values of an input that is not computed, such as an axis
 */
export function outputShapes(
  op: string,
  attributes: readonly Attribute[],
  inputs: Tensor[],
  values: (tensor: Tensor) => number[],
): Shape[] | undefined {
  return rules[op]?.({
    inputs,
    attribute: (name) => attributes.find((attribute) => attribute.name === name)?.value,
    values: (input) => values(inputs[input]!),
  });
}
