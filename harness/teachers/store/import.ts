import { commandOnResults } from '../../base/command-on-results.ts';
import { cannotWrite, writeWhole } from '../../base/files/files.ts';
import { sha256 } from '../../base/files/hash.ts';
import { makeFolder } from '../../base/files/make-folder.ts';
import { Problem } from '../../base/problem.ts';
import { warn } from '../../base/terminal/say.ts';
import { classesOf, findData } from '../../data/sets/registry.ts';
import type { Dataset } from '../../job/dataset.ts';
import { jobFiles } from '../../job/folder.ts';
import type { Imported, ImportedTeacher } from '../../job/imported.ts';
import { identityOf } from '../../job/job.ts';
import type { Untested } from '../../job/result.ts';
import { serializeTensors } from '../../model/engine/safetensors.ts';
import { type NetworkName, outlineOf } from '../../model/nets/registry.ts';
import { importedFolder, readImported } from '../../results/imported.ts';
import { candidatesIn, tensorBehindPrefix } from './candidates.ts';
import { matchNetwork } from './match.ts';
import { readWeightsFile, type WeightsFile } from './weights-file.ts';
import { listed, typedPrefix } from './words.ts';

export interface Import {
  /** The path of a PyTorch checkpoint, or of a safetensors file with PyTorch's names and layouts. */
  file: string;
  network: NetworkName;
  /** What it was trained on: its test images tell how good it is. */
  dataset: Dataset;
  /** The folder for all that runs produce. */
  results: string;
  /** What stands before the names of its weights, where the file has several networks. */
  prefix?: string | undefined;
  /** Is its accuracy to be measured? That takes the data set and TensorFlow; without either it can be done later. */
  test: boolean;
}

/**
 * Takes a network that was trained elsewhere as a teacher: a job that is done already, with its weights and its accuracy on
 * the test images. One that was imported from the same file before is left as it is.
 * @throws Problem where the file is not the network's, another imported teacher stands in its place, or the data set is not there
 */
export async function importTeacher({ file, prefix, test, results, ...what }: Import): Promise<ImportedTeacher> {
  const { network, dataset } = what;
  const weightsFile = await readWeightsFile(file);
  const { sha256: source } = weightsFile;
  const configuration: Imported = {
    kind: 'imported',
    dataset,
    network,
    source,
    ...(prefix !== undefined && { prefix }),
  };
  const id = identityOf(configuration);
  const folder = importedFolder(results, configuration);
  const there = await readImported(folder);
  if (there && there.id !== id) throw occupied(there, results);
  if (there && (there.accuracy !== undefined || !test)) return there;

  const weights = weightsFrom(weightsFile, { ...what, prefix });
  if (test) await findDataToTest(dataset);
  const evaluated =
    test && (await (await import('./evaluate.ts')).evaluate({ name: network, dataset, weights, path: file }));
  const bytes = serializeTensors({ tensors: weights, metadata: { format: 'pt', source } });
  const kept: Untested = { job: { id, label: `${network}-teacher-imported`, configuration }, weights: sha256(bytes) };
  await makeFolder(folder).catch((cause) => {
    throw cannotWrite(folder, cause);
  });
  const files = jobFiles(folder);
  await writeWhole(files.job, `${JSON.stringify(kept.job, undefined, 2)}\n`);
  await writeWhole(files.weights, bytes);
  if (evaluated) await (await import('./test.ts')).keepTest(folder, kept, evaluated);
  else await writeWhole(files.untested, `${JSON.stringify(kept, undefined, 2)}\n`);
  return {
    ...{ id, folder, configuration },
    ...(evaluated ? { accuracy: evaluated.accuracy, top5Accuracy: evaluated.top5Accuracy } : { accuracy: undefined }),
  };
}

/** The file's network; where others could have been taken, a line says which was. */
function weightsFrom(file: WeightsFile, { network, dataset, prefix }: Pick<Import, 'network' | 'dataset' | 'prefix'>) {
  const classes = classesOf(dataset) ?? classesIn(file, network);
  const variables = outlineOf(network, classes);
  const {
    weights,
    prefix: taken,
    otherPrefixes,
  } = matchNetwork(file, {
    ...{ network, classes, variables, prefix },
    dataset: dataset.name,
  });
  if (otherPrefixes.length > 0) {
    const others = listed(otherPrefixes.map(typedPrefix));
    const where = taken === '' ? 'that stand by themselves' : `behind ${typedPrefix(taken)}`;
    warn(`took the weights ${where}, and not those behind ${others}: --entry takes others`);
  }
  return weights;
}

/** How many classes a file's classifier tells apart, where the data set does not say it; its bias stands last. */
function classesIn({ groups }: WeightsFile, network: NetworkName): number {
  const outline = outlineOf(network, 1);
  const [candidate] = candidatesIn(groups, outline);
  const bias = candidate && tensorBehindPrefix(candidate, outline.at(-1)!.name);
  return bias?.shape[0] ?? 1;
}

/** @throws Problem where the data set is not there */
async function findDataToTest(dataset: Dataset): Promise<void> {
  try {
    await findData(dataset);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const later = 'or import it with --no-test: its accuracy is then measured when the data are there';
    throw new Problem(error.message, `${error.cure}, ${later}`, error.code, { cause: error });
  }
}

function occupied({ folder, configuration }: ImportedTeacher, results: string): Problem {
  const { network, dataset, source, prefix } = configuration;
  const part = prefix === undefined ? '' : ` behind ${typedPrefix(prefix)}`;
  return new Problem(
    `There is an imported ${network} already, from a file with the sha256 ${source.slice(0, 8)}${part} (${folder})`,
    `Remove it first: \`${commandOnResults(`teacher remove ${network} --data ${dataset.name}`, results)}\``,
  );
}
