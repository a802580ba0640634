/**
 * The classes that pixels have, counted from 1, of Couprie, Farabet, Najman, LeCun, "Indoor semantic segmentation using
 * depth information", ICLR 2013, in the order of github.com/ankurhanda/nyuv2-meta-data.
 */
export const nyuDepthClassNames = [
  'bed',
  'books',
  'ceiling',
  'chair',
  'floor',
  'furniture',
  'objects',
  'picture',
  'sofa',
  'table',
  'tv',
  'wall',
  'window',
] as const;
export const nyuDepthClasses = nyuDepthClassNames.length;

/**
 * The side of the images as `npm run data nyu-depth` makes them of 640x480, in pixels: of the squares whose side divides
 * both, the largest. So all of an image counts, and a pixel stands for a box of 4x3 (ours: nothing was published).
 */
export const nyuDepthSide = 160;

/**
 * The files that the archive becomes, row by row: images in red, green and blue; depths of 16 bits, the low ones first,
 * in millimetres; maps of a byte a pixel, its class or 0.
 */
export const nyuDepthFiles = {
  training: { images: 'train-images.bin', depths: 'train-depths.bin', maps: 'train-maps.bin' },
  test: { images: 'test-images.bin', depths: 'test-depths.bin', maps: 'test-maps.bin' },
} as const;
