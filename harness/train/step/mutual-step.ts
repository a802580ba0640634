import type { Method } from '../../model/distillers/make-method.ts';
import type { Step } from '../../model/engine/executor.ts';
import type { Network, NetworkOutputs } from '../../model/engine/network.ts';
import { countCorrect } from '../../model/engine/ops/accuracy.ts';
import { stopGradient } from '../../model/engine/ops/stop-gradient.ts';
import { type Tensor, tf } from '../../model/engine/tensorflow.ts';
import { type LossWeights, lossOf } from './loss.ts';
import type { Optimiser } from './optimiser.ts';
import { readOfBatch, weightsFed } from './step.ts';
import { outputName } from './sums.ts';

/** A network with what the other one teaches it by, where the distiller has a method. */
export interface MutualLearner {
  network: Network;
  method: Method | undefined;
}

export interface MutualStep {
  student: MutualLearner;
  peer: MutualLearner;
  weights: LossWeights;
  /** Of all parameters of both, and of both methods. */
  optimiser: Optimiser;
  batch: number;
  /** [height, width, channels] */
  imageShape: readonly number[];
}

/** What an output is called that is the peer's: `peer.loss`. */
export const peerOutput = (name: string) => outputName(name, 'peer');

/**
 * One step of deep mutual learning (Zhang, Xiang, Hospedales, Lu 2018): each network is trained on the batch with the other
 * one as its teacher, whose outputs are constants in its loss. That loss is the distiller's, as in `trainingStep`: with gamma, alpha
 * and temperature 1 it is theirs, cross entropy + KL(other || own).
 *
 * Both forward passes are in training mode, and both networks are changed at once. Theirs change one after the other, with a
 * new forward pass between: ours is a choice, which saves that pass and makes the two alike.
 *
 * Outputs: `loss`, those of its unweighted parts that are used, and `correct`, as of `trainingStep`; the peer's have `peer.`
 * before their names.
 */
export function mutualStep({ student, peer, weights, optimiser, batch, imageShape }: MutualStep): Step {
  const { method } = student;
  return {
    inputs: {
      images: { dtype: 'float32', shape: [batch, ...imageShape] },
      labels: { dtype: 'int32', shape: [batch] },
      learningRate: { dtype: 'float32', shape: [] },
      ...readOfBatch([method, peer.method], batch),
      ...weightsFed(weights),
    },
    run({ images, labels, learningRate, indices, contrast, uniforms, gamma, alpha, beta }) {
      const { outputs } = optimiser.minimise(() => {
        const preactivations = method?.alsoReads.includes('preactivations') ?? false;
        const [ours, theirs] = [student, peer].map(({ network }) =>
          network.forward(images!, 'training', { preactivations }),
        );
        const learn = ({ method }: MutualLearner, own: NetworkOutputs, other: NetworkOutputs) => {
          const { loss, terms, parts } = lossOf({
            student: own,
            teachers: [constant(other)],
            methods: method ? [method] : [],
            weights,
            fedWeights: { gamma, alpha, beta },
            ...{
              labels: labels!,
              ...(indices && { indices }),
              ...(contrast && { contrast }),
              ...(uniforms && { uniforms }),
            },
          });
          return { terms, outputs: { loss, ...parts, logits: own.logits } };
        };
        const ofStudent = learn(student, ours!, theirs!);
        const ofPeer = learn(peer, theirs!, ours!);
        return {
          loss: tf.add(ofStudent.outputs.loss, ofPeer.outputs.loss),
          terms: {
            ofLabels: [...ofStudent.terms.ofLabels, ...ofPeer.terms.ofLabels],
            ofTeachers: [...ofStudent.terms.ofTeachers, ...ofPeer.terms.ofTeachers],
          },
          outputs: { ...ofStudent.outputs, ...named(peerOutput, ofPeer.outputs) },
        };
      }, learningRate!);
      const { logits, [peerOutput('logits')]: peerLogits, ...losses } = outputs;
      if (weights.gamma === 0) return losses;
      return {
        ...losses,
        correct: countCorrect(logits!, labels!),
        [peerOutput('correct')]: countCorrect(peerLogits!, labels!),
      };
    },
  };
}

/** What a network says, as a constant for the other one's loss. */
function constant({ maps, pooled, logits, preactivations }: NetworkOutputs): NetworkOutputs {
  return {
    maps: maps.map(stopGradient),
    pooled: stopGradient(pooled),
    logits: stopGradient(logits),
    ...(preactivations && { preactivations: preactivations.map(stopGradient) }),
  };
}

function named(nameOf: (name: string) => string, outputs: Record<string, Tensor>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [nameOf(name), tensor]));
}
