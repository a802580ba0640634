import { z } from 'zod';
import { Normaliser, still } from '../../data/sets/augmentation.ts';
import { cifar100Normalisation } from '../../data/sets/cifar100.ts';
import type { ImageData } from '../../data/sets/image-set.ts';
import { compareQuantity, type QuantityComparison, relativeError } from './compare.ts';
import { inTorchOrder } from './state.ts';
import type { CaseVectors } from './vectors.ts';

/** The same table of 256 values for each channel, within a rounding of float32. */
const tolerance = 1e-6;

const perChannel = z.array(z.number()).length(3);
const settingsSchema = z.object({ mean: perChannel, std: perChannel });

/** The constants of CIFAR-100, and images that are normalised, cropped and mirrored by them. */
export function augmentationParity(vectors: CaseVectors): QuantityComparison[] {
  const { values, shape } = vectors.get('images_uint8_hwc');
  const [count, height, width, channels] = shape as [number, number, number, number];
  const set = { images: Uint8Array.from(values), labels: new Int32Array(count) };
  const data: ImageData = {
    ...cifar100Normalisation,
    classes: 100,
    shape: [height, width, channels],
    mirrors: true,
    training: set,
    test: set,
  };
  const normaliser = new Normaliser(data);
  const indices = Int32Array.from({ length: count }, (_, image) => image);
  const moves = vectors.get('moves').values;
  const move = (image: number) => {
    const [row, column, mirror] = Array.from(moves.subarray(image * 3, image * 3 + 3)) as [number, number, number];
    return { row, column, mirror: mirror === 1 };
  };
  const inTorch = (batch: Float32Array) => inTorchOrder(batch, shape);
  const { mean, std } = vectors.settings(settingsSchema);
  return [
    { quantity: 'mean', error: relativeError(data.mean, mean), tolerance: 0 },
    { quantity: 'std', error: relativeError(data.deviation, std), tolerance: 0 },
    { ...compareQuantity(vectors, 'test_out', inTorch(normaliser.batch(set, indices, () => still))), tolerance },
    { ...compareQuantity(vectors, 'train_out', inTorch(normaliser.batch(set, indices, move))), tolerance },
  ];
}
