import type { VariableShape } from '../../model/engine/outline.ts';
import type { NetworkName } from '../../model/nets/registry.ts';

/** What the file is to hold. */
export interface ExpectedNetwork {
  network: NetworkName;
  /** The data set's name. */
  dataset: string;
  classes: number;
  /** The network's, by PyTorch's names. */
  variables: readonly VariableShape[];
  /** What must stand before the names, where a person has said so. */
  prefix?: string | undefined;
}
