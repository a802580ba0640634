import { z } from 'zod';

/** What some parameters are trained with, where it is not what the others are. */
const parameterGroupSchema = z.strictObject({
  /**
   * The parameters, by the beginning of their names: `student`, `peer` and `distiller` (the method's own) are whose they are, and
   * what follows is PyTorch's name of a parameter or module, such as `student.fc`.
   */
  of: z
    .string()
    .regex(/^(student|peer|distiller)(\.\w+)*$/, 'must be student, peer or distiller, or a name such as student.fc'),
  /** What the learning rate of every epoch is multiplied by. */
  rateFactor: z.number().positive(),
  /** In place of the recipe's. */
  weightDecay: z.number().min(0).optional(),
});
export type ParameterGroup = z.infer<typeof parameterGroupSchema>;

/**
 * How a network is trained: stochastic gradient descent with momentum, at a rate that drops by steps, or falls along a cosine.
 * It has the fields of exactly one of the two.
 */
export const recipeSchema = z
  .strictObject({
    epochs: z.int().positive(),
    /** Images a step; the last, smaller batch of an epoch is kept. */
    batch: z.int().positive(),
    /** The learning rate of the first epoch, where there is no warm-up. */
    rate: z.number().positive(),
    momentum: z.number().min(0).lt(1),
    /** Does each step look ahead, as torch.optim.SGD's does with `nesterov=True`? */
    nesterov: z.literal(true).optional(),
    /** Added to the gradient of every trained parameter, batch norm's and biases included. */
    weightDecay: z.number().min(0),
    /** The rate drops when these epochs (counted from 1) are over; by two factors at once where one is named twice. */
    dropsAfter: z.array(z.int().positive()).optional(),
    /** What the rate is multiplied by at each drop. */
    dropFactor: z.number().positive().max(1).optional(),
    /** In place of drops: torch's CosineAnnealingLR, a step an epoch, which would reach 0 after the last one. */
    schedule: z.literal('cosine').optional(),
    /** In how many epochs the rate rises to the schedule's: by `epoch / warmUp` of it. */
    warmUp: z.int().positive().optional(),
    /** DOT: what labels teach and what teachers teach have a momentum each, this far below and above `momentum`. */
    dot: z.strictObject({ delta: z.number().positive() }).optional(),
    /** Of several that name a parameter, the first one counts. */
    parameterGroups: z.array(parameterGroupSchema).min(1).optional(),
  })
  .superRefine(({ dropsAfter, dropFactor, schedule, nesterov, momentum, dot }, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: field.split('.'), message });
    for (const [field, value] of Object.entries({ dropsAfter, dropFactor })) {
      if (schedule && value !== undefined) refuse(field, `must be left out where schedule is '${schedule}'`);
      if (!schedule && value === undefined) refuse(field, "must be there, or schedule: 'cosine' in its place");
    }
    if (dropsAfter?.some((epoch, i) => i > 0 && epoch < dropsAfter[i - 1]!)) {
      refuse('dropsAfter', 'must be in rising order');
    }
    if (nesterov && momentum === 0) refuse('nesterov', 'must be left out where momentum is 0');
    if (nesterov && dot) refuse('nesterov', 'must be left out where there is dot');
    if (dot && (momentum < dot.delta || momentum + dot.delta >= 1)) {
      refuse('dot.delta', 'must leave the momenta below and above between 0 and 1');
    }
  });

export type Recipe = z.infer<typeof recipeSchema>;

/** What a pair's recipe has different from its suite's. */
export const ownRecipeSchema = z.strictObject(recipeSchema.shape).partial();
type OwnRecipe = z.infer<typeof ownRecipeSchema>;

/** The learning rate of an epoch, counted from 1. */
export function learningRateOf(
  { rate, epochs, dropsAfter = [], dropFactor = 1, schedule, warmUp }: Recipe,
  epoch: number,
): number {
  const share = schedule
    ? (1 + Math.cos((Math.PI * (epoch - 1)) / epochs)) / 2
    : dropFactor ** dropsAfter.filter((drop) => epoch > drop).length;
  const scheduled = rate * share;
  return warmUp === undefined ? scheduled : scheduled * Math.min(epoch / warmUp, 1);
}

/** The same recipe in another number of epochs: the rate drops, or is warm, at the same shares of the run. */
export function stretch(recipe: Recipe, epochs: number): Recipe {
  const { dropsAfter, warmUp } = recipe;
  const inProportion = (epoch: number) => Math.max(1, Math.round((epoch * epochs) / recipe.epochs));
  return {
    ...recipe,
    epochs,
    // Two drops may fall on one epoch of a short run: both count.
    ...(dropsAfter && { dropsAfter: dropsAfter.map(inProportion) }),
    ...(warmUp !== undefined && { warmUp: inProportion(warmUp) }),
  };
}

/** A recipe with what a pair's own has different: its cosine takes the place of drops, and its drops that of a cosine. */
export function withOwn(recipe: Recipe, own: OwnRecipe = {}): object {
  const steps = ['dropsAfter', 'dropFactor'];
  const replaced = own.schedule ? steps : Object.keys(own).some((field) => steps.includes(field)) ? ['schedule'] : [];
  return { ...Object.fromEntries(Object.entries(recipe).filter(([field]) => !replaced.includes(field))), ...own };
}
