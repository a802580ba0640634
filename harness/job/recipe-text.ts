import { counted } from '../base/counted.ts';
import type { ParameterGroup, Recipe } from './recipe.ts';

/** When the learning rate drops: `times 0.1 after epochs 150, 180, 210`; in a short training `times 0.1 after epochs 3 (twice), 4`. */
export function dropsText({ dropsAfter = [], dropFactor, schedule }: Recipe): string {
  if (schedule) return `along a ${schedule} to 0`;
  if (dropsAfter.length === 0) return 'never';
  const epochs = [...new Set(dropsAfter)];
  const shown = epochs.map((epoch) => `${epoch}${timesText(dropsAfter.filter((drop) => drop === epoch).length)}`);
  return `times ${dropFactor} after ${epochs.length === 1 ? 'epoch' : 'epochs'} ${shown.join(', ')}`;
}

/** Several drops come to stand after one epoch where a recipe is shortened. */
function timesText(times: number): string {
  if (times === 1) return '';
  return times === 2 ? ' (twice)' : ` (${times} times)`;
}

/** What a recipe has beside momentum and drops: `a cosine schedule`, `a warm-up of 5 epochs`. */
export function extrasOf(recipe: Recipe): string[] {
  return [...(recipe.schedule ? [`a ${recipe.schedule} schedule`] : []), ...furtherOf(recipe)];
}

/** The same without a schedule, which `dropsText` has. */
export function furtherOf({ warmUp, nesterov, dot, parameterGroups = [] }: Recipe): string[] {
  return [
    ...(warmUp === undefined ? [] : [`a warm-up of ${counted(warmUp, 'epoch')}`]),
    ...(nesterov ? ["Nesterov's momentum"] : []),
    ...(dot ? [`DOT with a delta of ${dot.delta}`] : []),
    ...parameterGroups.map(groupText),
  ];
}

function groupText({ of, rateFactor, weightDecay }: ParameterGroup): string {
  const decay = weightDecay === undefined ? '' : ` and a weight decay of ${weightDecay}`;
  return `${rateFactor} times the rate${decay} for ${of}`;
}
