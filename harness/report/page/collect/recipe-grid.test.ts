import { expect, test } from 'vitest';
import { expand } from '../../../suite/expand.ts';
import small from '../../../suite/fixtures/small.ts';
import type { Pair } from '../../../suite/pair.ts';
import { suiteSchema } from '../../../suite/schema.ts';
import { recipeGrid } from './recipe-grid.ts';

/** The grid as text, its heading first. */
function gridOf(recipe: Pair['recipe']): string[][] {
  const [table] = small.tables;
  const pairs = [{ teacher: 'resnet20', student: 'resnet8', recipe }];
  const suite = suiteSchema.parse({ ...small, tables: [{ ...table, pairs }] });
  const { columns, rows } = recipeGrid({ plan: expand(suite, { distillers: ['KD'] }) });
  return [columns.map(({ name }) => name), ...rows.map((row) => row.map(({ text }) => text))];
}

const heading = ['Networks', 'Epochs', 'Batch', 'Rate', 'Momentum', 'Weight decay', 'Rate drops'];
const numbers = ['8', '50', '0.05', '0.9', '0.0005'];
const ofTeacher = ['resnet20 (teacher)', ...numbers, 'times 0.1 after epochs 4, 6'];

test('a recipe has as many columns as it needs', () => {
  expect(gridOf({ dropsAfter: [] })).toEqual([heading, ofTeacher, ['resnet8', ...numbers, 'never']]);
});

test("a cosine, Nesterov's momentum and parameter groups are named", () => {
  const parameterGroups = [
    { of: 'distiller', rateFactor: 0.1 },
    { of: 'student.fc', rateFactor: 10, weightDecay: 0 },
  ];
  const groups = '0.1 times the rate for distiller, 10 times the rate and a weight decay of 0 for student.fc';
  expect(gridOf({ schedule: 'cosine', nesterov: true, warmUp: 1, parameterGroups })).toEqual([
    [...heading, 'Also with'],
    [...ofTeacher, ''],
    ['resnet8', ...numbers, 'along a cosine to 0', `a warm-up of 1 epoch, Nesterov's momentum, ${groups}`],
  ]);
});
