/**
 * Mean and deviation of red, green and blue over ImageNet, as torchvision's example has them. STL-10 and Tiny ImageNet are
 * images of ImageNet's, and take the same (ours: what the paper took is not published).
 */
export const imagenetNormalisation = {
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
} as const;
