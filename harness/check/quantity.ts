import type { MainEpoch } from '../job/result.ts';
import type { BandQuantity } from '../suite/baseline/bands.ts';

/** What a band is about, of an epoch; undefined where the job has no such thing, as a vanilla student has no KD. */
export function quantityOf(epoch: MainEpoch, quantity: BandQuantity): number | undefined {
  return quantity === 'accuracy' ? epoch.testAccuracy : epoch[quantity];
}
