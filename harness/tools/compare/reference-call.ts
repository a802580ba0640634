import type { Recipe } from '../../job/recipe.ts';
import type { MeasuredStudent } from '../bench/steps/cells.ts';
import { type ReferenceCall, referenceCall } from '../bench/steps/reference-arguments.ts';

/** How RepDistiller trains the same student by the same recipe. It must have the distiller. */
export function trainingCall(student: MeasuredStudent): ReferenceCall {
  const call = referenceCall(student);
  if (!call) throw new Error('RepDistiller has not the distiller');
  return { ...call, arguments: [...call.arguments, ...recipeArguments(student.recipe)] };
}

function recipeArguments({ epochs, momentum, weightDecay, dropsAfter = [], dropFactor = 1 }: Recipe): string[] {
  // It wants to hear of one drop at least, and keeps no checkpoints where it does not come to the first.
  const never = epochs + 1;
  return [
    ...['--epochs', epochs, '--momentum', momentum, '--weight_decay', weightDecay],
    ...['--lr_decay_epochs', dropsAfter.length > 0 ? dropsAfter.join(',') : never, '--lr_decay_rate', dropFactor],
    ...['--save_freq', never],
  ].map(String);
}
