import { describe, expect, test } from 'vitest';
import { mainStageEpochs, trainingOf } from '../job/job.ts';
import { publishedCells } from './baseline/cells.ts';
import { loadBaseline } from './baseline/load.ts';
import { expand } from './expand.ts';
import { loadSuite } from './load.ts';

const suite = await loadSuite('cifar100');
const plan = expand(suite);
const whole = expand(suite, { distillers: ['all'] });
const published = publishedCells(await loadBaseline('cifar100'));
const jobsOf = (distiller: string) =>
  whole.jobs.filter(
    ({ configuration }) => configuration.kind === 'student' && configuration.distiller.name === distiller,
  );

describe('the suite cifar100', () => {
  test("has the paper's tables, pairs and rows, in its order, with as many trials as the paper has runs", () => {
    for (const { name, columns, trials } of plan.tables) {
      const cells = published.filter(({ table, distiller }) => table === name && distiller !== 'teacher');
      const pairs = new Set(cells.map(({ teacher, student }) => `${teacher}/${student}`));
      expect(columns.map(({ pair: { teacher, student } }) => `${teacher}/${student}`)).toEqual([...pairs]);
      const rows = columns[0]!.rows.map(({ distiller }) => distiller.name);
      // The paper leaves out FSP where it serves no pair.
      const printed = rows.filter((row) => name === 'table1' || row !== 'FSP');
      expect(printed).toEqual([...new Set(cells.map(({ distiller }) => distiller))]);
      expect(trials).toHaveLength(cells.find(({ distiller }) => distiller === 'KD')!.runs!);
    }
  });

  test('has no job just where the paper has no number', () => {
    for (const { name, columns } of plan.tables) {
      for (const { pair, rows } of columns) {
        for (const { distiller, jobs, unfit } of rows) {
          const cell = published.find(
            ({ table, teacher, student, distiller: row }) =>
              table === name && teacher === pair.teacher && student === pair.student && row === distiller.name,
          );
          const applicable = cell?.applicable ?? false;
          expect(unfit === undefined, `${distiller.name} ${pair.teacher}/${pair.student}`).toBe(applicable);
          expect(jobs.length > 0).toBe(applicable);
        }
      }
    }
  });

  test("has the weights that its sources quote from the authors' scripts", () => {
    let quoted = 0;
    for (const { name, gamma, alpha, beta, source } of suite.distillers) {
      const flag = (letter: string) => new RegExp(`-${letter} ([\\d.]+)`).exec(source)?.[1];
      expect(gamma, name).toBe(Number(flag('r') ?? 1));
      // The first alpha is the row's own, as a row with KD says first that it adds KD.
      expect(alpha, name).toBe(Number(flag('a') ?? 0));
      if (flag('b') && !name.startsWith('FT-')) expect(beta, name).toBe(Number(flag('b')));
      quoted += flag('b') ? 1 : 0;
    }
    expect(quoted).toBeGreaterThan(25);
  });

  test('trains light students at their own rate, and all else at the common one', () => {
    for (const { configuration } of plan.jobs) {
      const light = configuration.kind === 'student' && /^(Mobile|Shuffle)/.test(configuration.network);
      expect(trainingOf(configuration).recipe.rate, configuration.network).toBe(light ? 0.01 : 0.05);
      expect(trainingOf(configuration).recipe).toMatchObject({ epochs: 240, batch: 64, dropsAfter: [150, 180, 210] });
    }
  });

  test('has each method with KD, and both sides where paper and code disagree', () => {
    const rows = suite.distillers.map(({ name }) => name);
    const methods = suite.distillers.filter(({ method }) => method !== undefined);
    for (const { name } of methods.filter(({ name }) => /^[A-Za-z]+$/.test(name))) expect(rows).toContain(`${name}+KD`);
    expect(rows.filter((row) => row.includes('-'))).toEqual(['FT-500', 'CRD-tau0.1', 'CRD+KD-tau0.1']);
    for (const { name, alpha, beta, method } of suite.distillers.filter(({ name }) => name.endsWith('+KD'))) {
      const alone = suite.distillers.find((row) => row.name === name.replace('+KD', ''));
      expect({ alpha, beta, method }).toEqual({ alpha: 1, beta: alone?.beta, method: alone?.method });
    }
    const temperatures = ['CRD', 'CRD-tau0.1'].map((row) => jobsOf(row)[0]?.configuration);
    expect(temperatures).toMatchObject([
      { distiller: { beta: 0.8, method: { temperature: 0.07 } } },
      { distiller: { beta: 0.8, method: { temperature: 0.1 } } },
    ]);
  });

  test('trains the same students as a selection of it', () => {
    const all = new Set(whole.jobs.map(({ id }) => id));
    for (const { id, label } of plan.jobs) expect(all.has(id), label).toBe(true);
    const one = expand(suite, { pairs: ['resnet32x4/resnet8x4'], distillers: ['crd'], trial: [3] });
    expect(one.jobs.map(({ label }) => label)).toEqual(['resnet32x4-teacher', 'resnet8x4-from-resnet32x4-CRD-trial3']);
    expect(one.jobs.every(({ id }) => all.has(id))).toBe(true);
  });
});

test('a first stage stretches with the recipe, to one epoch at least', () => {
  const epochs = (selected: number) => {
    const { jobs } = expand(suite, { epochs: selected, pairs: ['vgg13/vgg8'], distillers: ['ft'], trials: 1 });
    const { configuration } = jobs.find(({ label }) => label.includes('FT'))!;
    const method = configuration.kind === 'student' ? configuration.distiller.method : undefined;
    return method?.name === 'ft' ? [method.firstStage, mainStageEpochs(configuration)] : undefined;
  };
  expect(epochs(240)).toEqual([{ epochs: 30, cifarResnetRate: 0.01 }, 240]);
  expect(epochs(20)).toEqual([{ epochs: 3, cifarResnetRate: 0.01 }, 20]);
  expect(epochs(1)).toEqual([{ epochs: 1, cifarResnetRate: 0.01 }, 1]);
});

test('digits has all distillers of the paper, those after it in a group, and by default the four that it had first', async () => {
  const digits = await loadSuite('digits');
  const names = (distillers?: string[]) =>
    expand(digits, { distillers }).tables[0]!.columns[0]!.rows.map(({ distiller }) => distiller.name);
  const later = names(['after-crd']);
  const ofPaper = names(['all']).filter((name) => !later.includes(name));
  expect(ofPaper).toEqual(ofPaper.filter((name) => suite.defaultDistillers?.includes(name)));
  expect(ofPaper).toHaveLength(15);
  expect(later).toEqual(expect.arrayContaining(['DKD', 'DIST', 'KD+LS']));
  expect(expand(digits, { distillers: ['after-crd'] }).jobs).toHaveLength(1 + 3 * later.length);
  expect(names()).toEqual(['vanilla', 'KD', 'CRD', 'CRD+KD']);
  // What was trained before is not trained again.
  const before = expand(await loadSuite('combinations-digits'), { trials: 1, distillers: names() });
  expect(before.jobs.map(({ id }) => id)).toEqual([
    'cf39ea4fe0e5',
    '5c90ceb01067',
    '3ac4d0932ebc',
    '957c21f19460',
    '719658be5677',
  ]);
});

test('pairs is small enough for half an hour, and has the rows of digits but those after CRD', async () => {
  const [pairs, digits] = await Promise.all([loadSuite('pairs'), loadSuite('digits')]);
  const { jobs, tables } = expand(pairs, {});
  expect(jobs).toHaveLength(1 + 5 * 4);
  expect(tables[0]!.columns[0]!.rows.map(({ distiller }) => distiller.name)).toEqual([
    'vanilla',
    'KD',
    'CRD',
    'CRD+KD',
  ]);
  const ofPaper = ({ distillers, groups = {} }: typeof pairs) =>
    distillers.map(({ name }) => name).filter((name) => !groups['after-crd']?.includes(name));
  expect(ofPaper(pairs)).toEqual(ofPaper(digits));
});

test('each method after CRD has the settings of its authors for every pair that they gave some for', async () => {
  const { tables, jobs } = expand(await loadSuite('after-crd'), { trials: 1 });
  expect(tables.flatMap(({ columns }) => columns)).toHaveLength(13);
  const weights = (row: string) =>
    Object.fromEntries(
      jobs.flatMap(({ configuration }) => {
        if (configuration.kind !== 'student' || configuration.distiller.name !== row) return [];
        const { network: student, teacher, distiller } = configuration;
        const { method } = distiller;
        const logits = method?.name === 'logit-standardisation' ? method.of : method;
        const nonTarget = logits?.name === 'dkd' ? logits.nonTarget : undefined;
        return [[`${teacher!.network}/${student}`, [distiller.beta, nonTarget]]];
      }),
    );
  expect(weights('DKD')).toMatchObject({
    'resnet56/resnet20': [1, 2],
    'vgg13/vgg8': [1, 6],
    'resnet32x4/resnet8x4': [1, 8],
  });
  expect(weights('DKD+LS')).toMatchObject({ 'resnet56/resnet20': [18, 2], 'resnet32x4/resnet8x4': [9, 8] });
  expect(weights('KD+LS')).toMatchObject({
    'ResNet50/MobileNetV2': [1, undefined],
    'resnet110/resnet20': [12, undefined],
  });
});
