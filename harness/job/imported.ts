import { z } from 'zod';
import { datasetSchema } from './dataset.ts';
import { networkSchema } from './network.ts';

/** A teacher that was trained elsewhere. It is a job that is done already: it has an identity, a folder and a result. */
export const importedSchema = z.strictObject({
  kind: z.literal('imported'),
  /** What it is tested on. */
  dataset: datasetSchema,
  network: networkSchema,
  /** The sha256 of the file that it came in. */
  source: z.string(),
  /** What stood before the names of its weights there, where a person has said which of several networks is meant. */
  prefix: z.string().optional(),
});
export type Imported = z.infer<typeof importedSchema>;

/** An imported teacher as plans and tables know it. */
export interface ImportedTeacher {
  /** Its identity as a job. */
  id: string;
  folder: string;
  configuration: Imported;
  /** Top-1 test accuracy in per cent; undefined where it was imported without a test, and none was made since. */
  accuracy: number | undefined;
  /** The same, top-5; absent too where an earlier version imported it. */
  top5Accuracy?: number | undefined;
}

/** For people: `teacher resnet32x4: imported, sha256 1234abcd, 79.42 %`. */
export function importedLine({ configuration: { network, source }, accuracy }: ImportedTeacher): string {
  return `teacher ${network}: imported, sha256 ${source.slice(0, 8)}, ${accuracyText(accuracy)}`;
}

/** For people: `79.42 %`. */
export function accuracyText(accuracy: number | undefined): string {
  return accuracy === undefined ? 'accuracy not measured yet' : `${accuracy.toFixed(2)} %`;
}
