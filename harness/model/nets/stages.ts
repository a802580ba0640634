import type { Pass } from '../engine/layers/batch-norm.ts';
import type { Forward } from '../engine/network.ts';
import { globalAveragePool } from '../engine/ops/pooling.ts';
import type { Tensor } from '../engine/tensorflow.ts';

/** A part of a network between two maps. */
export type Layer = (x: Tensor, pass: Pass) => Tensor;

/** A part of a network that shows what it computes both before and after its last ReLU. */
export type NetworkStage = (x: Tensor, pass: Pass) => { map: Tensor; preactivation: Tensor };

/** Stages one after the other, as one that shows what the last of them computes. */
export function inSequence(stages: readonly NetworkStage[]): NetworkStage {
  return (x, pass) => {
    let last = { map: x, preactivation: x };
    for (const stage of stages) last = stage(last.map, pass);
    return last;
  };
}

/**
 * The names of the batch norms that stages of blocks, `layer1` and so on, end with.
 * @param blocks in each stage
 * @param norm the last batch norm of a block
 */
export const lastNorms = (blocks: readonly number[], norm: string): string[] =>
  blocks.map((count, stage) => `layer${stage + 1}.${count - 1}.${norm}`);

/** What most of the reference's networks are made of. */
export interface NetworkParts {
  /** Its map, after a ReLU, is the first one; the reference hands it out as the first pre-activation too. */
  stem: Layer;
  stages: readonly NetworkStage[];
  /** Stands behind the stages and is not among the feature modules, so that it runs in the head's pass. */
  top?: Layer;
  /** From the mean of the last map to logits. */
  classifier: (pooled: Tensor) => Tensor;
}

/** The forward pass through a stem, stages, the mean over the last map, and a classifier. */
export function throughStages({ stem, stages, top, classifier }: NetworkParts): Forward {
  return (images, pass, { head = pass } = {}) => {
    let x = stem(images, pass);
    const maps = [x];
    const preactivations = [x];
    for (const stage of stages) {
      const { map, preactivation } = stage(x, pass);
      maps.push(map);
      preactivations.push(preactivation);
      x = map;
    }
    const pooled = globalAveragePool(top ? top(x, head) : x);
    return { maps, pooled, logits: classifier(pooled), preactivations };
  };
}
