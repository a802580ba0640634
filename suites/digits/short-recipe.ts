/**
 * The paper's recipe for CIFAR-100 in 20 epochs of 8 steps. It is too short for CRD: the suites that have it show in minutes
 * that all of them runs, and nothing else.
 */
export const shortRecipe = {
  epochs: 20,
  batch: 64,
  rate: 0.05,
  momentum: 0.9,
  weightDecay: 5e-4,
  dropsAfter: [13, 15, 18],
  dropFactor: 0.1,
};
