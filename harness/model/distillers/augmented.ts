/**
 * A further form of a batch's images, which a method may read beside them. `secondCrop`: the data set's own augmentation, drawn once
 * more. `strong`: the same, then RandAugment and cutout as MLKD has them (Jin, Wang, Lin, "Multi-level logit distillation", CVPR
 * 2023). `rotations`: the batch's images themselves, each turned by 0, 90, 180 and 270 degrees (Xu et al., "Knowledge distillation
 * meets self-supervision", ECCV 2020).
 */
export const augmentedForms = ['secondCrop', 'strong', 'rotations'] as const;
export type Augmented = (typeof augmentedForms)[number];

/** Under which name a batch has that form, and a step is given it. */
export const augmentedImages = {
  secondCrop: 'secondCropImages',
  strong: 'strongImages',
  rotations: 'rotatedImages',
} as const satisfies Record<Augmented, string>;
