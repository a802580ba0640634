import { rankOf } from '../../job/rank.ts';
import { countCorrect } from '../../model/engine/ops/accuracy.ts';
import { createProgram, type Mode } from '../../model/engine/program.ts';
import type { Tensor } from '../../model/engine/tensorflow.ts';
import { compareQuantity, type QuantityComparison } from './compare.ts';
import type { CaseVectors } from './vectors.ts';

/** Top-1 accuracy as training counts it, top-1 and top-5 accuracy as testing does, all in per cent. */
export async function accuracyParity(vectors: CaseVectors, mode: Mode): Promise<QuantityComparison[]> {
  const { values: logits, shape } = vectors.get('logits');
  const { values: labels } = vectors.get('labels');
  const [images, classes] = shape as [number, number];
  const step = {
    inputs: {
      logits: { dtype: 'float32' as const, shape },
      labels: { dtype: 'int32' as const, shape: [images] },
    },
    run: ({ logits, labels }: Record<string, Tensor>) => ({ correct: countCorrect(logits!, labels!) }),
  };
  const program = await createProgram([], { count: step }, mode);
  const { correct } = program.run('count', { logits, labels });
  program.dispose();
  const ranks = Array.from(labels, (label, i) => rankOf(logits.subarray(i * classes, (i + 1) * classes), label));
  const within = (top: number) => [(100 * ranks.filter((rank) => rank < top).length) / images];
  return [
    { ...compareQuantity(vectors, 'top1', [(100 * correct![0]!) / images]), quantity: 'top1 in training' },
    compareQuantity(vectors, 'top1', within(1)),
    compareQuantity(vectors, 'top5', within(5)),
  ];
}
