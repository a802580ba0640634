import { mkdir } from 'node:fs/promises';
import { serializeTensors } from '../engine/safetensors.ts';
import { cannotWrite, writeWhole } from '../files.ts';
import { sha256 } from '../hash.ts';
import type { Dataset } from '../job/dataset.ts';
import { jobFiles } from '../job/folder.ts';
import type { Imported, ImportedTeacher } from '../job/imported.ts';
import { identityOf } from '../job/job.ts';
import type { Result } from '../job/result.ts';
import { writeTestLogits } from '../job/test-logits.ts';
import type { NetworkName } from '../nets/registry.ts';
import { Problem } from '../problem.ts';
import { environment } from '../train/environment.ts';
import { evaluate } from './evaluate.ts';
import { importedFolder, readImported } from './imported.ts';
import { readWeightsFile } from './weights-file.ts';

export interface Import {
  /** The path of a PyTorch checkpoint, or of a safetensors file with PyTorch's names and layouts. */
  file: string;
  network: NetworkName;
  /** What it was trained on: its test images tell how good it is. */
  dataset: Dataset;
  /** The folder for all that runs produce. */
  results: string;
}

/**
 * Takes a network that was trained elsewhere as a teacher: a job that is done already, with its weights and its accuracy on
 * the test images. One that was imported from the same file before is left as it is.
 * @throws Problem where the file is not the network's, or another imported teacher stands in its place
 */
export async function importTeacher({ file, network, dataset, results }: Import): Promise<ImportedTeacher> {
  const weightsFile = await readWeightsFile(file);
  const configuration: Imported = { kind: 'imported', dataset, network, source: weightsFile.sha256 };
  const id = identityOf(configuration);
  const folder = importedFolder(results, configuration);
  const there = await readImported(folder);
  if (there?.id === id) return there;
  if (there) throw occupied(there);

  const start = performance.now();
  const { weights, logits, classes, accuracy, top5Accuracy } = await evaluate(weightsFile, network, dataset);
  const bytes = serializeTensors({ tensors: weights, metadata: { format: 'pt', source: weightsFile.sha256 } });
  const seconds = (performance.now() - start) / 1000;
  const job: Result['job'] = { id, label: `${network}-teacher-imported`, configuration };
  const result: Result = {
    ...{ job, accuracy, top5Accuracy },
    ...{ weights: sha256(bytes), seconds, environment: environment() },
  };
  await mkdir(folder, { recursive: true }).catch((cause) => {
    throw cannotWrite(folder, cause);
  });
  const files = jobFiles(folder);
  await writeWhole(files.job, `${JSON.stringify(job, undefined, 2)}\n`);
  await writeWhole(files.weights, bytes);
  await writeTestLogits(files.logits, logits, classes);
  await writeWhole(files.result, `${JSON.stringify(result, undefined, 2)}\n`);
  return { id, folder, configuration, accuracy, top5Accuracy };
}

function occupied({ folder, configuration: { network, dataset, source } }: ImportedTeacher): Problem {
  return new Problem(
    `There is an imported ${network} already, from a file with the sha256 ${source.slice(0, 8)} (${folder})`,
    `Remove it first: \`npm run teacher -- remove ${network} --data ${dataset.name}\``,
  );
}
