import type { Tensor } from '../tensorflow.ts';
import type { KernelCall } from './watch.ts';

type Count = (call: KernelCall) => number;
type Choice = (call: KernelCall) => Tensor;

const output: Choice = ({ outputs }) => outputs[0]!;
const input =
  (index: number): Choice =>
  ({ inputs }) =>
    inputs[index]!;

/** Forwards and backwards alike, each value behind a convolution takes all of its filter but the last axis. */
const convolution =
  (values: Choice, filter: Choice): Count =>
  (call) => {
    const { size, shape } = filter(call);
    return (values(call).size * size) / shape[3]!;
  };

/** The same where each channel has a filter of its own. */
const depthwise =
  (values: Choice, filter: Choice): Count =>
  (call) => {
    const [height, width] = filter(call).shape as [number, number];
    return values(call).size * height * width;
  };

const product =
  (transposed: string): Count =>
  ({ inputs: [a], outputs: [values], attributes }) => {
    const isTransposed = attributes.find(({ name }) => name === transposed)?.value;
    return values!.size * a!.shape.at(isTransposed ? -2 : -1)!;
  };

const counts: Record<string, Count> = {
  Conv2D: convolution(output, input(1)),
  Conv2DBackpropInput: convolution(input(2), input(1)),
  Conv2DBackpropFilter: convolution(input(2), output),
  DepthwiseConv2dNative: depthwise(output, input(1)),
  DepthwiseConv2dNativeBackpropInput: depthwise(input(2), input(1)),
  DepthwiseConv2dNativeBackpropFilter: depthwise(input(2), output),
  MatMul: product('transpose_a'),
  BatchMatMulV2: product('adj_x'),
  // The products of anchors with the bank, and of their gradients.
  CriticObjective: ({ inputs: [anchors, bank] }) => 2 * anchors!.shape[0]! * bank!.size,
};

/** Multiply-accumulates of a kernel, those with a padding's zeros included; 0 of all but convolutions and matrix products. */
export function multiplyAccumulatesIn(call: KernelCall): number {
  return counts[call.op]?.(call) ?? 0;
}
