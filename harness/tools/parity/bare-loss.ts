import { total } from '../../model/distillers/layers.ts';
import { gradients } from '../../model/engine/gradients.ts';
import { createProgram, type Mode } from '../../model/engine/program.ts';
import type { Tensor } from '../../model/engine/tensorflow.ts';
import type { Variable } from '../../model/engine/variable.ts';
import type { BuildLoss } from './bare-losses.ts';
import { compareQuantity, type QuantityComparison } from './compare.ts';
import { inputVariables, tensorsOfList } from './inputs.ts';
import { formulaState, variableInTorch } from './state.ts';
import type { CaseVectors } from './vectors.ts';

/**
 * Compares a bare loss: its value, as a whole and item by item, and its gradients with respect to the inputs and to what is
 * trained in it.
 */
export async function bareLossParity(
  build: BuildLoss,
  vectors: CaseVectors,
  mode: Mode,
): Promise<QuantityComparison[]> {
  const students = inputVariables(vectors, tensorsOfList(vectors, 'in/s'));
  const teachers = inputVariables(vectors, tensorsOfList(vectors, 'in/t'));
  const { items, helpers } = build(vectors, students, teachers);
  // In training only CC's teacher side gets a gradient, by its embedding: the vectors say which inputs do.
  const inputs = [...students, ...teachers].filter(({ name }) => vectors.has(gradientOf(name)));
  const watched = [...inputs, ...helpers];
  const values = (variables: readonly Variable[]) => variables.map(({ value }) => value);
  const step = {
    inputs: {},
    run() {
      const result = gradients(watched, () => {
        const each = items(values(students), values(teachers));
        return { loss: total(each), outputs: Object.fromEntries(each.map((item, i) => [`item ${i}`, item])) };
      });
      const slopes = watched.map(({ name }, i) => [name, result.gradients[i]!] as const);
      return { ...result.outputs, loss: result.loss, ...Object.fromEntries<Tensor>(slopes) };
    },
  };
  const program = await createProgram([...students, ...teachers, ...helpers], { step }, mode);
  program.write(new Map([...program.read(), ...initialHelpers(vectors, helpers)]));
  const outputs = program.run('step', {});
  program.dispose();
  const itemValues = Object.keys(outputs).flatMap((name) => (name.startsWith('item ') ? [...outputs[name]!] : []));
  return [
    compareQuantity(vectors, 'loss', outputs.loss!),
    compareQuantity(vectors, 'loss_items', itemValues),
    ...itemValues.map((value, i) => compareQuantity(vectors, `loss_item_${i}`, [value])),
    ...inputs.map((input) =>
      compareQuantity(vectors, gradientOf(input.name), variableInTorch(outputs[input.name]!, input)),
    ),
    ...helpers.map((helper) =>
      compareQuantity(vectors, `grad_param/${helper.name}`, variableInTorch(outputs[helper.name]!, helper)),
    ),
  ];
}

const gradientOf = (input: string) => input.replace(/^in\//, 'grad/');

/** The formula's weights; VID's scales keep their own first value. */
const initialHelpers = (vectors: CaseVectors, helpers: readonly Variable[]) =>
  formulaState(
    vectors,
    helpers.filter(({ name }) => !name.endsWith('log_scale')),
  );
