import { join } from 'node:path';
import { createMeter } from '../../../base/terminal/meter.ts';
import type { Hdf5File, Hdf5Variable } from '../../fetch/hdf5.ts';
import { refusal } from '../../fetch/refusal.ts';
import type { Hdf5Source } from '../../fetch/source.ts';
import type { Manifest } from '../../fetch/unpacked.ts';
import { writeFile } from '../../fetch/write-file.ts';
import { type Boxes, classOfBox, forEachBox, meanOfBox } from '../boxes.ts';
import { classOfLabel, nyuDepthLabels } from './classes.ts';
import { nyuDepthClasses, nyuDepthFiles, nyuDepthSide } from './files.ts';
import { nyuDepthImages, nyuDepthSplit } from './split.ts';

const [width, height] = [640, 480];

/** MATLAB writes columns, and HDF5 names its axes the other way round: an image is [640, 480], each of three if in colour. */
const boxes: Boxes = {
  size: nyuDepthSide,
  height: height / nyuDepthSide,
  width: width / nyuDepthSide,
  row: 1,
  column: height,
};

/** Makes the files that the loader reads. */
export const convertNyuDepth: Hdf5Source['convert'] = async (file, { archive }, unpacked) => {
  const { images, depths, labels } = variablesIn(file, archive);
  const split = splitOf(images.items, archive);
  const files: Manifest['files'] = {};
  const meter = createMeter('NYU-Depth V2', {
    start: 0,
    total: images.items,
    say: (images) => `${Math.round(images).toLocaleString('en')} images`,
  });
  let done = 0;
  const write = async <Values>(
    name: string,
    variable: Hdf5Variable<Values>,
    { numbers, convert }: { numbers: number[]; convert: (values: Values, refuse: Refuse) => Uint8Array },
  ) => {
    async function* converted() {
      for (const number of numbers) {
        const refuse = (how: string) => refusal(archive, `has ${how} in image ${number}`);
        yield convert(variable.read(number - 1), refuse);
        // An image is three variables.
        meter.show(++done / 3);
      }
    }
    files[name] = await writeFile(join(unpacked, name), converted());
  };
  try {
    for (const part of ['training', 'test'] as const) {
      const [names, numbers] = [nyuDepthFiles[part], split[part]];
      await write(names.images, images, { numbers, convert: pixelsOf });
      await write(names.depths, depths, { numbers, convert: millimetresOf });
      await write(names.maps, labels, { numbers, convert: classesOf });
    }
  } finally {
    meter.close();
  }
  const [training, test] = [split.training, split.test].map(({ length }) => length.toLocaleString('en'));
  return { files, holds: `${training} training images and ${test} test images` };
};

/** Makes a Problem of what is wrong in an image. */
type Refuse = (how: string) => Error;

function variablesIn(file: Hdf5File, archive: string) {
  const images = file.variable('images', 'uint8', [3, width, height]);
  const depths = file.variable('depths', 'float32', [width, height]);
  const labels = file.variable('labels', 'uint16', [width, height]);
  for (const { name, items } of [depths, labels]) {
    if (items !== images.items) throw refusal(archive, `has ${images.items} images, but '${name}' of ${items}`);
  }
  return { images, depths, labels };
}

function splitOf(images: number, archive: string) {
  if (images > nyuDepthImages) throw refusal(archive, `has ${images} images, and the split is of ${nyuDepthImages}`);
  const split = nyuDepthSplit(images);
  if (split.training.length > 0 && split.test.length > 0) return split;
  throw refusal(archive, `has ${images} images, and with 3 there is one to train on and one to test with`);
}

/** The mean colours of the boxes, rounded: [160, 160, 3]. */
function pixelsOf(image: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(3 * nyuDepthSide ** 2);
  for (let channel = 0; channel < 3; channel++) {
    const values = image.subarray(channel * width * height);
    forEachBox(boxes, (corner, place) => {
      pixels[3 * place + channel] = Math.round(meanOfBox(values, corner, boxes));
    });
  }
  return pixels;
}

/** The mean depths of the boxes, of 16 bits each, the low ones first: [160, 160]. More than 65.535 m stays that. */
function millimetresOf(metres: Float32Array, refuse: Refuse): Uint8Array {
  const wrong = metres.find((depth) => !(depth >= 0 && depth < Number.POSITIVE_INFINITY));
  if (wrong !== undefined) throw refuse(`the depth ${wrong}`);
  const depths = new Uint16Array(nyuDepthSide ** 2);
  forEachBox(boxes, (corner, place) => {
    depths[place] = Math.min(Math.round(1000 * meanOfBox(metres, corner, boxes)), 65_535);
  });
  return new Uint8Array(depths.buffer);
}

/** The classes that most pixels of the boxes have: [160, 160]. */
function classesOf(labels: Uint16Array, refuse: Refuse): Uint8Array {
  const wrong = labels.find((label) => label > nyuDepthLabels);
  if (wrong !== undefined) throw refuse(`the label ${wrong}, and there are 1 to ${nyuDepthLabels},`);
  const classes = Uint8Array.from(labels, (label) => classOfLabel[label]!);
  const map = new Uint8Array(nyuDepthSide ** 2);
  forEachBox(boxes, (corner, place) => {
    map[place] = classOfBox(classes, corner, boxes, nyuDepthClasses);
  });
  return map;
}
