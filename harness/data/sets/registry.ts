import { z } from 'zod';
import { Problem } from '../../base/problem.ts';
import { cifar100 } from './cifar100.ts';
import type { DatasetDefinition } from './define-dataset.ts';
import { digits } from './digits.ts';
import { type AnyImageData, type ImageData, isInMemory } from './image-set.ts';
import { imagenet } from './imagenet/imagenet.ts';
import { nyuDepth } from './nyu-depth.ts';
import { pairs } from './pairs.ts';
import { stl10 } from './stl10.ts';
import { tinyImagenet } from './tiny-imagenet.ts';

/** Every data set, by the name that suites use. */
const datasets = { digits, pairs, cifar100, stl10, 'tiny-imagenet': tinyImagenet, 'nyu-depth': nyuDepth, imagenet };

const [first, ...others] = Object.values(datasets).map(({ options }) => options);

/** Which images a job is trained and tested on. */
export const datasetSchema = z.discriminatedUnion('name', [first!, ...others]);
export type Dataset = z.infer<typeof datasetSchema>;

/** A data set's definition, where there is one of that name. */
export function findDefinition(name: string): DatasetDefinition<z.ZodType<Dataset>> | undefined {
  // What is common to all of them: each takes its own options only, which the name tells apart.
  const definitions: Record<string, unknown> = datasets;
  if (!Object.hasOwn(definitions, name)) return undefined;
  return definitions[name] as DatasetDefinition<z.ZodType<Dataset>>;
}

const definitionOf = ({ name }: Dataset) => findDefinition(name)!;

export const datasetNames = Object.keys(datasets);

/** See `DatasetDefinition`. */
export function datasetText(dataset: Dataset): string {
  return definitionOf(dataset).text(dataset);
}

/** See `DatasetDefinition`. */
export function classesOf(dataset: Dataset): number | undefined {
  return definitionOf(dataset).classes(dataset);
}

/** See `DatasetDefinition`. */
export function isLabelled(dataset: Dataset): boolean {
  return definitionOf(dataset).labelled?.(dataset) ?? true;
}

/** See `DatasetDefinition`. */
export async function trainingImages(dataset: Dataset): Promise<number | undefined> {
  return definitionOf(dataset).trainingImages(dataset);
}

/** See `DatasetDefinition`. */
export function testImages(dataset: Dataset): number {
  return definitionOf(dataset).testImages(dataset);
}

/**
 * Loads a data set: into memory, or where that would not hold it, the list of its files.
 * @throws Problem where the data set is not there, or damaged
 */
export function loadAnyData(dataset: Dataset): Promise<AnyImageData> {
  return definitionOf(dataset).load(dataset);
}

/**
 * Loads a data set into memory.
 * @throws Problem where the data set is not there, damaged, or too large
 */
export async function loadData(dataset: Dataset): Promise<ImageData> {
  return inMemory(await loadAnyData(dataset), dataset);
}

/** @throws Problem where the data set's images are not in memory */
export function inMemory(data: AnyImageData, { name }: Pick<Dataset, 'name'>): ImageData {
  if (isInMemory(data)) return data;
  throw new Problem(`the images of ${name} are too many for memory, which this needs`, 'Take another data set');
}

/**
 * Checks whether a data set is there at all, without reading it.
 * @throws Problem where it is not
 */
export async function findData(dataset: Dataset): Promise<void> {
  await definitionOf(dataset).find?.(dataset);
}
