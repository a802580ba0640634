import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { exitCode, Problem } from '../../../base/problem.ts';
import { datasetSchema } from '../../../job/dataset.ts';
import { pathAt } from '../../images/path-list.ts';
import { fetchData } from '../fetch-data.ts';
import { imagenetClasses, imagenetImages, makeImagenetArchives, makeImagenetFolder } from '../fixtures/imagenet.ts';
import { loadAnyData, loadData } from '../registry.ts';
import { structuresIn } from './mat-file.ts';

const sizes = { training: 4, test: 2 };
const meta = await readFile(join(import.meta.dirname, 'fixtures/meta.mat'));
const root = await mkdtemp(join(tmpdir(), 'redistill-imagenet-'));
afterAll(() => rm(root, { recursive: true }));
const said: string[] = [];
vi.spyOn(console, 'log').mockImplementation((line) => void said.push(line));
vi.spyOn(console, 'error').mockImplementation((line) => void said.push(line));

const [archives, plain] = [join(root, 'archives'), join(root, 'plain')];
beforeAll(async () => {
  await makeImagenetArchives(archives, sizes, meta);
  await makeImagenetFolder(plain, sizes);
});

/** A data folder of its own for each test. */
let data: string;
beforeEach(async () => {
  said.length = 0;
  data = join(await mkdtemp(join(root, 'data-')), 'imagenet');
  vi.stubEnv('REDISTILL_DATA', join(data, '..'));
});

const dataset = (more = {}) =>
  datasetSchema.parse({ name: 'imagenet', classes: 3, training: 12, test: 6, size: 32, ...more });

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (error) => error,
  );
  expect(error).toBeInstanceOf(Problem);
  expect(error.code).toBe(exitCode.data);
  return error.sentence;
}

async function filesIn(folder: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  return all.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name).slice(folder.length + 1));
}

const official = [...imagenetImages(sizes).keys()].toSorted();

test('the official archives are unpacked into one folder per class, the validation images by the devkit', async () => {
  await fetchData('imagenet', { from: archives });
  expect((await filesIn(data)).toSorted()).toEqual([...official, 'images.txt', 'manifest.json'].toSorted());
  for (const [path, contents] of imagenetImages(sizes)) expect(await readFile(join(data, path))).toEqual(contents);
  expect(said.at(-1)).toMatch(
    new RegExp(`^ImageNet is in ${data}: 12 training images and 6 validation images of 3 classes, list [0-9a-f]{64}$`),
  );

  const loaded = await loadAnyData(dataset());
  expect(loaded).toMatchObject({ classes: 3, shape: [32, 32, 3], mirrors: true });
  if (!('paths' in loaded.training)) throw new Error('images of ImageNet are in memory');
  const { folder, paths, labels } = loaded.training;
  expect(folder).toBe(data);
  expect(Array.from(paths.ends, (_, place) => pathAt(paths, place))).toEqual(official.slice(0, 12));
  expect([...labels]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
  expect([...loaded.test.labels]).toEqual([0, 0, 1, 1, 2, 2]);
});

test('a folder in the standard layout is looked through, and stays where it is', async () => {
  await fetchData('imagenet', { from: plain });
  expect(await readdir(data)).toEqual(['images.txt', 'manifest.json']);
  expect(said[0]).toContain('is not checked');
  const loaded = await loadAnyData(dataset());
  expect(loaded.training).toMatchObject({ folder: plain });
  // Its list is that of the archives: the same images are known by the same name wherever they are.
  const { list } = JSON.parse(await readFile(join(data, 'manifest.json'), 'utf8'));
  await fetchData('imagenet', { from: archives });
  expect(JSON.parse(await readFile(join(data, 'manifest.json'), 'utf8'))).toMatchObject({ folder: data, list });
  await loadAnyData(dataset({ list }));
});

test('links to folders elsewhere in the data folder do as well', async () => {
  await mkdir(data);
  for (const part of ['train', 'val']) await symlink(join(plain, part), join(data, part));
  await fetchData('imagenet', {});
  await loadAnyData(dataset());
});

describe('a folder in which labels would be wrong is refused', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(data, '../given');
    await cp(plain, folder, { recursive: true });
  });
  const image = 'ILSVRC2012_val_00000001.JPEG';
  const refused = () => refusal(fetchData('imagenet', { from: folder }));

  test('validation images in one heap', async () => {
    for (const name of imagenetClasses) {
      for (const file of await readdir(join(folder, 'val', name))) {
        await rename(join(folder, 'val', name, file), join(folder, 'val', file));
      }
      await rm(join(folder, 'val', name), { recursive: true });
    }
    expect(await refused()).toBe(
      `${folder}/val has 6 images outside of its classes' folders, so that nobody knows their labels. Give a folder with train/WNID/*.JPEG and val/WNID/*.JPEG, or with the three official archives, which are unpacked in that form`,
    );
  });

  test('a heap in a folder of its own', async () => {
    await rename(join(folder, 'val/n01440764'), join(folder, 'val/images'));
    expect(await refused()).toContain(`${folder}/val/images is no class: it is not named by a WordNet id`);
  });

  test('a class that is in one part alone', async () => {
    await rm(join(folder, 'val/n01443537'), { recursive: true });
    expect(await refused()).toContain(`The class n01443537 of ${folder} is in train and not in val`);
  });

  test('a class without images, or no part at all', async () => {
    await rm(join(folder, 'val/n01440764'), { recursive: true });
    await mkdir(join(folder, 'val/n01440764'));
    expect(await refused()).toContain(`${folder}/val/n01440764 has no images`);
    await rm(join(folder, 'val'), { recursive: true });
    expect(await refused()).toContain(`${folder} has no folder val`);
  });

  test('an image in the folder of another class, where the devkit is there to tell', async () => {
    await cp(join(archives, 'ILSVRC2012_devkit_t12.tar.gz'), join(folder, 'ILSVRC2012_devkit_t12.tar.gz'));
    await fetchData('imagenet', { from: folder });
    expect(said).toHaveLength(1);
    await rename(join(folder, 'val/n01440764', image), join(folder, 'val/n02085620', image));
    expect(await refused()).toBe(
      `${folder}: by the devkit 1 of 6 validation images are in a wrong folder: val/n02085620/${image} is of the class n01440764. Unpack the official archives: \`npm run data imagenet -- --from FOLDER\``,
    );
  });
});

describe('archives that are not the official ones leave what was there', () => {
  test.each([
    ['cut short', 'ILSVRC2012_img_train.tar', (file: Buffer) => file.subarray(0, file.length / 2), 'is cut short'],
    ['no tar', 'ILSVRC2012_img_val.tar', () => Buffer.alloc(2048, 1), 'is no tar archive, or damaged'],
    ['damaged', 'ILSVRC2012_devkit_t12.tar.gz', (file: Buffer) => file.subarray(0, 300), "is not ImageNet's devkit"],
  ])('%s', async (_, name, change, how) => {
    await fetchData('imagenet', { from: plain });
    const before = await filesIn(data);
    const folder = join(data, '../given');
    await cp(archives, folder, { recursive: true });
    await writeFile(join(folder, name), change(await readFile(join(folder, name))));
    expect(await refusal(fetchData('imagenet', { from: folder }))).toContain(`${folder}/${name} ${how}`);
    expect(await filesIn(data)).toEqual(before);
    await loadAnyData(dataset());
  });

  test('no devkit', async () => {
    const folder = join(data, '../given');
    await cp(archives, folder, { recursive: true });
    await rm(join(folder, 'ILSVRC2012_devkit_t12.tar.gz'));
    expect(await refusal(fetchData('imagenet', { from: folder }))).toContain(
      "is not there, so that nobody knows the validation images' labels. Put it beside the other archives",
    );
  });
});

describe('a job is not given other images than it names', () => {
  test('none, or another number of them', async () => {
    expect(await refusal(loadAnyData(dataset()))).toContain(`the data set imagenet is not in ${data}. Run `);
    await fetchData('imagenet', { from: plain });
    expect(await refusal(loadAnyData(datasetSchema.parse({ name: 'imagenet' })))).toBe(
      `${plain} is another imagenet: of classes it has 3 instead of 1,000. Run \`npm run data imagenet\` again`,
    );
    expect(await refusal(loadAnyData(dataset({ test: 5 })))).toContain('of validation images it has 6 instead of 5');
  });

  test('as many with other names, or a list that was changed', async () => {
    await fetchData('imagenet', { from: plain });
    expect(await refusal(loadAnyData(dataset({ list: '0'.repeat(64) })))).toContain('instead of 000');
    await writeFile(join(data, 'images.txt'), 'train/n01440764/n01440764_0.JPEG\n');
    expect(await refusal(loadAnyData(dataset()))).toContain('is damaged');
  });

  test('what needs images in memory says so', async () => {
    await fetchData('imagenet', { from: plain });
    await expect(loadData(dataset())).rejects.toThrow('the images of imagenet are too many for memory');
  });
});

test("the classes in the devkit's meta.mat, and what stands above them", () => {
  expect(structuresIn(meta)).toMatchObject([
    { ILSVRC2012_ID: [2], WNID: 'n01440764', words: 'tench, Tinca tinca', num_children: [0], num_train_images: [6] },
    { ILSVRC2012_ID: [3], WNID: 'n01443537' },
    { ILSVRC2012_ID: [1], WNID: 'n02085620' },
    { ILSVRC2012_ID: [4], WNID: 'n02512053', num_children: [2], children: [2, 3] },
  ]);
});
