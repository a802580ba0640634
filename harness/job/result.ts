import { z } from 'zod';
import { kernelChoices } from '../base/machine/kernels.ts';
import { importedSchema } from './imported.ts';
import { configurationSchema, jobSchema } from './job.ts';

const everyEpoch = {
  /** Counted from 1, in its stage. */
  epoch: z.int().positive(),
  /** The learning rate. */
  rate: z.number(),
  /** Mean over the epoch's images; in the main stage the weighted total. */
  loss: z.number(),
};
const { loss, ...beforeLoss } = everyEpoch;

/** Stands last, as the only thing that no two runs share. */
const time = {
  /** Spent on the epoch, test included. */
  seconds: z.number(),
};

/** An epoch of what a method trains before the student, such as FT's paraphraser, or its pass over the training set. */
const firstStageEpochSchema = z.strictObject({
  stage: z.literal('first'),
  ...everyEpoch,
  /** Both absent of a pass, which trains nothing. */
  rate: everyEpoch.rate.optional(),
  loss: everyEpoch.loss.optional(),
  ...time,
});

/** What an epoch of the main stage comes to for a network. */
const networksEpoch = {
  /** The loss's unweighted parts where they are used: means over the epoch's images. */
  classification: z.number().optional(),
  distillation: z.number().optional(),
  method: z.number().optional(),
  /** Per cent of the training images, augmented, as they were trained on; absent where their labels are not used. */
  trainAccuracy: z.number().optional(),
  /** Per cent of the test images, top-1, after the epoch; of their pixels where those are classified. */
  testAccuracy: z.number(),
  /** The same, top-5; absent in what earlier versions wrote. */
  testTop5Accuracy: z.number().optional(),
  /** Where pixels are classified: mean intersection over union of their classes, in per cent. */
  testMeanIoU: z.number().optional(),
  /** Of the network's parameters after the epoch, Euclidean; absent in what earlier versions wrote. */
  weightNorm: z.number().optional(),
};

/** The same of a network that was trained together with the student. */
const peerEpochSchema = z.strictObject({ loss, ...networksEpoch });
export type NetworkEpoch = z.infer<typeof peerEpochSchema>;

/** In the order in which an epoch is written: one that a resumed job writes again comes from a parser, which has this one. */
const mainEpochSchema = z.strictObject({
  ...beforeLoss,
  /** The weights of the loss that have a schedule, and the shares of the method's options that have one, as they were in the epoch. */
  weights: z.record(z.string(), z.number()).optional(),
  loss,
  ...networksEpoch,
  peer: peerEpochSchema.optional(),
  ...time,
});
export type MainEpoch = z.infer<typeof mainEpochSchema>;

/** One line of `metrics.jsonl`; a training process also prints it on standard output when the epoch is over. */
export const epochSchema = z.union([mainEpochSchema, firstStageEpochSchema]);
export type Epoch = z.infer<typeof epochSchema>;

/** Is it an epoch of the training proper, which all jobs have? */
export function isMain(epoch: Epoch): epoch is MainEpoch {
  return !('stage' in epoch);
}

/** The result of a network. */
const reached = {
  /**
   * Top-1 test accuracy in per cent after the last epoch: what the paper's tables hold. Of a job that classifies pixels, the share of
   * them; of images without classes, how many the student classifies as its teacher does.
   */
  accuracy: z.number(),
  /** The same, top-5; absent in what earlier versions wrote, and of pixels. */
  top5Accuracy: z.number().optional(),
  /** Where pixels are classified: mean intersection over union of their classes, in per cent. */
  meanIoU: z.number().optional(),
  /**
   * The best of all epochs by its top-1 accuracy, which was chosen on the test images: never to be compared with a last
   * epoch's. Absent where the network was imported, and of a probe, which has one end.
   */
  best: z
    .strictObject({
      accuracy: z.number(),
      top5Accuracy: z.number().optional(),
      meanIoU: z.number().optional(),
      epoch: z.int(),
    })
    .optional(),
};

const trainedSchema = z.strictObject({
  /** The sha256 of its weights file. */
  weights: z.string(),
  /** Top-1 test accuracy in per cent. */
  accuracy: z.number(),
});

/** `result.json` in a job's folder: written once, when the job is done. */
export const resultSchema = z.strictObject({
  job: jobSchema.omit({ teacherFolders: true, sourceFolder: true }).extend({
    configuration: z.discriminatedUnion('kind', [...configurationSchema.options, importedSchema]),
  }),
  ...reached,
  /** What taught: of an ensemble the hash of its members' hashes, and the accuracy of their mean probabilities. */
  teacher: trainedSchema.extend({ members: z.array(trainedSchema).optional() }).optional(),
  /** Which network was probed or tuned; its accuracy is that on its own data set. */
  source: trainedSchema.optional(),
  /** The result of the network that was trained together with it, and the sha256 of that one's weights file. */
  peer: z.strictObject({ ...reached, weights: z.string() }).optional(),
  /** The sha256 of this job's own weights file. */
  weights: z.string(),
  /** Time spent training and testing, over all starts of the process. */
  seconds: z.number(),
  environment: z.strictObject({
    redistill: z.string(),
    node: z.string(),
    tensorflow: z.string(),
    /** `GPU`, or the processor's name. */
    device: z.string(),
    threads: z.int(),
    /** Whose kernels computed what Redistill has kernels of its own for; absent in what earlier versions wrote. */
    kernels: z.enum(kernelChoices).optional(),
  }),
});
export type Result = z.infer<typeof resultSchema>;

/** `untested.json` in the folder of an imported teacher whose accuracy was not measured yet. */
export const untestedSchema = resultSchema.pick({ job: true, weights: true });
export type Untested = z.infer<typeof untestedSchema>;
