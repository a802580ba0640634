import { serializeTensors } from '../engine/safetensors.ts';
import { writeWhole } from '../files.ts';

/**
 * Writes what a network says of each test image: a safetensors file with one tensor, `logits`, [images, classes].
 * @throws Problem where it cannot be written
 */
export async function writeLogits(path: string, logits: Float32Array, classes: number): Promise<void> {
  const tensors = new Map([['logits', { shape: [logits.length / classes, classes], values: logits }]]);
  await writeWhole(path, serializeTensors({ tensors, metadata: {} }));
}
