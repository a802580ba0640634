/**
 * How the authors train on CIFAR-100, students and teachers alike: the defaults of RepDistiller's train_student.py and
 * train_teacher.py.
 */
export const recipe = {
  epochs: 240,
  batch: 64,
  rate: 0.05,
  momentum: 0.9,
  weightDecay: 5e-4,
  dropsAfter: [150, 180, 210],
  dropFactor: 0.1,
};

/** What MobileNetV2, ShuffleV1 and ShuffleV2 have different as students, in the same two files. */
export const lightRecipe = { rate: 0.01 };
