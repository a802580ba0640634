/** The side of the images as they are published, in pixels. */
export const tinyImagenetSide = 64;

/** The files that the archive becomes: images, labels of a byte each, and the classes' names in the order of their labels. */
export const tinyImagenetFiles = {
  training: { images: 'train-images.bin', labels: 'train-labels.bin' },
  test: { images: 'val-images.bin', labels: 'val-labels.bin' },
  classes: 'wnids.txt',
} as const;
