import { z } from 'zod';
import { datasetSchema } from '../job/dataset.ts';
import { howSchema } from '../job/how.ts';
import { recipeSchema } from '../job/recipe.ts';

const about = {
  /** As cells are called by it, such as `stl10`. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'must be lower-case letters, digits and -'),
  /** As tables show it, such as `STL-10`. */
  title: z.string().min(1),
  dataset: datasetSchema,
};

const probedSchema = z.strictObject({
  ...about,
  how: howSchema.extract(['linear probe']),
  /** Of the layer's penalty (see `probeSchema`); scikit-learn's default, so that it is chosen on no test images. */
  C: z.number().positive().default(1),
});

const trainedSchema = z.strictObject({
  ...about,
  /** Of `segmentation` each pixel has a class, else each image. */
  how: howSchema.extract(['fine-tuning', 'segmentation']),
  /** How all of the network is trained there, with a classifier of its own. */
  recipe: recipeSchema,
});

/** A data set to which the networks of a table are transferred, and how: what its cells then hold is the accuracy there. */
export const targetSchema = z.discriminatedUnion('how', [probedSchema, trainedSchema]);
export type Target = z.infer<typeof targetSchema>;
