/** A weight that a network computes from other tensors: what that is called, what stands in its place, and how it becomes a weight again. */
export interface Rewritten {
  what: string;
  instead: string[];
  cure: string;
}

const ways: { what: string; suffixes: string[]; cure: (leaf: string) => string }[] = [
  { what: 'pruned', suffixes: ['_orig', '_mask'], cure: (leaf) => `torch.nn.utils.prune.remove(module, '${leaf}')` },
  {
    what: 'divided by its spectral norm',
    suffixes: ['_orig', '_u'],
    cure: () => 'torch.nn.utils.remove_spectral_norm(module)',
  },
  { what: 'weight-normalised', suffixes: ['_g', '_v'], cure: () => 'torch.nn.utils.remove_weight_norm(module)' },
];

/**
 * How PyTorch's own utilities have rewritten a weight; undefined where none of them did.
 * @param weight its name, `layer1.0.conv1.weight`
 * @param names those of the file, without what stands before the network's
 */
export function rewritten(weight: string, names: ReadonlySet<string>): Rewritten | undefined {
  const leafStart = weight.lastIndexOf('.') + 1;
  const [module, leaf] = [weight.slice(0, leafStart), weight.slice(leafStart)];
  for (const { what, suffixes, cure } of ways) {
    const instead = suffixes.map((suffix) => weight + suffix);
    if (instead.every((name) => names.has(name))) return { what, instead, cure: cure(leaf) };
  }
  const instead = [...names].filter((name) => name.startsWith(`${module}parametrizations.${leaf}.original`));
  const cure = `torch.nn.utils.parametrize.remove_parametrizations(module, '${leaf}')`;
  return instead.length > 0 ? { what: 'parametrised', instead, cure } : undefined;
}
