import type { z } from 'zod';
import type { methodSchema } from '../../../job/distiller.ts';
import type { Augmented } from '../../../model/distillers/augmented.ts';
import type { MethodInputs } from '../../../model/distillers/make-method.ts';
import type { Network } from '../../../model/engine/network.ts';
import type { Parameters } from '../../../model/engine/parameters.ts';
import type { Tensor } from '../../../model/engine/tensorflow.ts';

/** How the vectors of a loss are compared with a method: see `methodLoss`. */
export interface LossDeclaration<Settings extends z.ZodObject> {
  /** All numbers of the case but those of its trainer (warm-up, weight of cross entropy); what is fixed here, as a literal. */
  settings: Settings;
  /** The method, as a suite asks for it; none where a case begins inside of the method, whose loss is then the sum of the items. */
  options?(settings: z.output<Settings>): z.input<typeof methodSchema>;
  /** What the networks give: `s` and `t` as logits by default. An input of a variable's name is the value of that variable. */
  given?(inputs: Inputs): Given;
  /** The teacher's classifier where the method applies it: before the names of its weight and bias, and how many classes. */
  classifier?(settings: z.output<Settings>): { name: string; classes: number };
  /** What the authors' code calls a helper's variable, where it is another name than the method's. */
  theirName?(settings: z.output<Settings>, name: string): string;
  /** The row's weight of the method, where the vectors' loss has it: 1 by default. A warm-up comes on top. */
  weight?(settings: z.output<Settings>): number;
  /**
   * The same loss in parts, from functions of the method's file.
   * @param making with parameters of its own, which get the same values as the method's
   */
  parts?(settings: z.output<Settings>, making: Making): (inputs: Inputs) => Parts;
  /** Parts whose gradients the vectors call otherwise: `{ corr: 'part/correlation' }` for `grad_corr/s`. */
  gradientsOf?: Record<string, string>;
}

/** The inputs of a case by their names without `in/`: `s`, `t`, `y`, or `s.0`, `s.1` of a list. Maps are in the engine's layout. */
export type Inputs = Record<string, Tensor>;

/** The items of a list among the inputs, `NAME.0`, `NAME.1` and so on. */
export function listed(inputs: Inputs, name: string): Tensor[] {
  const count = Object.keys(inputs).filter((input) => input.startsWith(`${name}.`)).length;
  return Array.from({ length: count }, (_, i) => inputs[`${name}.${i}`]!);
}

/** The maps of a list, behind a stem's map that the method does not use. */
export const behindStem = (inputs: Inputs, name: string): Tensor[] => [inputs[`${name}.0`]!, ...listed(inputs, name)];

/** What the loss has of both networks and of further forms of the images, and its random numbers. */
export type Given = Pick<MethodInputs, 'student' | 'teacher' | 'uniforms' | Augmented>;

/** What helper modules are made with. The networks have the shapes of what they give, and cannot be run. */
export interface Making {
  parameters: Parameters;
  student: Network;
  teacher: Network;
}

export interface Parts {
  /** What a case with several items has; their sum is the loss. */
  items?: Tensor[];
  /** Other quantities by the vectors' names of them, such as `part/tckd`; a case that has no such one leaves it out. */
  values?: Record<string, Tensor>;
}
